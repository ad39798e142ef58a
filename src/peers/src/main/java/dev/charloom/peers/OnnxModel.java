package dev.charloom.peers;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/// One step of a stacked recurrent network as an ONNX model: `ids`, and `h0`, `h1`, … (an LSTM's `c0`, `c1`, … too) in;
/// `probabilities` and the next state (`next_h0`, …) out. The weights are random, uniform in ±1/√H.
///
/// Written field by field: the numbers are those of
/// [onnx.proto](https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
final class OnnxModel {

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;

    private final Workload workload;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Message graph = new Message().text(2, "step");

    private OnnxModel(Workload workload) {
        this.workload = workload;
    }

    static byte[] of(Workload workload) {
        return new OnnxModel(workload).build();
    }

    private byte[] build() {
        int batch = workload.batch();
        int hidden = workload.hidden();
        graph.message(11, value("ids", INT64, 1, batch));
        weights("embedding", workload.vocabulary(), workload.embedding());
        node("Gather", List.of("embedding", "ids"), List.of("inputs"));
        for (int layer = 0; layer < workload.layers(); layer++) {
            layer(layer);
        }
        graph.message(
                5, new Message().number(1, 1).number(2, INT64).text(8, "first").bytes(9, int64(0)));
        node("Squeeze", List.of("next_h" + (workload.layers() - 1), "first"), List.of("hidden"));
        weights("output_weights", hidden, workload.vocabulary());
        weights("output_bias", workload.vocabulary());
        node("Gemm", List.of("hidden", "output_weights", "output_bias"), List.of("logits"));
        node("Softmax", List.of("logits"), List.of("probabilities"));
        graph.message(12, value("probabilities", FLOAT, batch, workload.vocabulary()));
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().number(2, OPERATOR_SET))
                .toBytes();
    }

    /// With one character a step, the last hidden state is the whole output of a layer.
    private void layer(int layer) {
        int hidden = workload.hidden();
        int gates = workload.cell().gates * hidden;
        String input = layer == 0 ? "inputs" : "next_h" + (layer - 1);
        String w = "w" + layer;
        String r = "r" + layer;
        String b = "b" + layer;
        weights(w, 1, gates, layer == 0 ? workload.embedding() : hidden);
        weights(r, 1, gates, hidden);
        weights(b, 1, 2 * gates);
        String h = state("h" + layer);
        Message width = integer("hidden_size", hidden);
        switch (workload.cell()) {
            case RNN -> node("RNN", List.of(input, w, r, b, "", h), List.of("", "next_" + h), width);
            // As in PyTorch, the reset gate acts on the recurrent product.
            case GRU ->
                node(
                        "GRU",
                        List.of(input, w, r, b, "", h),
                        List.of("", "next_" + h),
                        width,
                        integer("linear_before_reset", 1));
            case LSTM -> {
                String c = state("c" + layer);
                node("LSTM", List.of(input, w, r, b, "", h, c), List.of("", "next_" + h, "next_" + c), width);
            }
        }
    }

    private String state(String name) {
        graph.message(11, value(name, FLOAT, 1, workload.batch(), workload.hidden()));
        graph.message(12, value("next_" + name, FLOAT, 1, workload.batch(), workload.hidden()));
        return name;
    }

    private void node(String operator, List<String> inputs, List<String> outputs, Message... attributes) {
        var node = new Message().text(4, operator);
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
    }

    private static Message integer(String name, int value) {
        return new Message().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
    }

    private static Message value(String name, int type, int... shape) {
        var dimensions = new Message();
        for (int size : shape) {
            dimensions.message(1, new Message().number(1, size));
        }
        var tensor = new Message().number(1, type).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    private void weights(String name, int... shape) {
        var tensor = new Message().number(2, FLOAT).text(8, name);
        int size = 1;
        for (int dimension : shape) {
            tensor.number(1, dimension);
            size *= dimension;
        }
        float range = (float) (1 / Math.sqrt(workload.hidden()));
        var data = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            data.putFloat((float) random.nextDouble(-range, range));
        }
        graph.message(5, tensor.bytes(9, data.array()));
    }

    private static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /// A protobuf message in the making
    private static final class Message {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CodedOutputStream fields = CodedOutputStream.newInstance(bytes);

        Message number(int field, long value) {
            return write(() -> fields.writeInt64(field, value));
        }

        Message text(int field, String value) {
            return write(() -> fields.writeString(field, value));
        }

        Message bytes(int field, byte[] value) {
            return write(() -> fields.writeBytes(field, ByteString.copyFrom(value)));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        byte[] toBytes() {
            write(fields::flush);
            return bytes.toByteArray();
        }

        private Message write(Write write) {
            try {
                write.run();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private interface Write {
            void run() throws IOException;
        }
    }
}
