package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A model as an ONNX graph: `ids` (T, B) and the states `h0`, `h1`, … (1, B, H) in, an LSTM's `c0`, `c1`, … too;
/// `logits` (T, B, V) and the states after the last step, `next_h0`, …, out. T and B may be anything.
///
/// The id V stands for no character: the zero vector, which is read before the first character of a line. The
/// numbers of the fields are those of github.com/onnx/onnx, `onnx/onnx.proto`.
final class OnnxGraph {

    static final String IDS = "ids";
    static final String LOGITS = "logits";
    static final String NEXT = "next_";

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final String DIRECTION_AXIS = "direction_axis";
    private static final String STEPS = "T";
    private static final String LANES = "B";

    private final Parameters parameters;
    private final ModelShape shape;
    private final ProtobufMessage graph = new ProtobufMessage();

    private OnnxGraph(Parameters parameters) {
        this.parameters = parameters;
        this.shape = parameters.shape();
    }

    /// The whole file.
    ///
    /// @param metadata key and value of what else it says
    static ProtobufMessage model(Parameters parameters, Map<String, String> metadata) {
        var model = new ProtobufMessage()
                .number(1, IR_VERSION)
                .text(2, "charloom")
                .message(7, new OnnxGraph(parameters).build())
                .message(8, new ProtobufMessage().number(2, OPERATOR_SET));
        metadata.forEach((key, value) ->
                model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
        return model;
    }

    /// The names of the states that go in; those that come out have [#NEXT] before them.
    static List<String> states(ModelShape shape) {
        var states = new ArrayList<String>();
        for (int l = 0; l < shape.layers(); l++) {
            states.add("h" + l);
            if (shape.cell().hasCellState()) {
                states.add("c" + l);
            }
        }
        return states;
    }

    private ProtobufMessage build() {
        graph.text(2, "charloom");
        weights();
        graph.message(11, value(IDS, INT64, STEPS, LANES));
        graph.message(12, value(LOGITS, FLOAT, STEPS, LANES, shape.vocabulary()));
        graph.message(5, integers(DIRECTION_AXIS, 1));
        String rows = inputs();
        for (int l = 0; l < shape.layers(); l++) {
            rows = layer(l, rows);
        }
        node("MatMul", List.of(rows, OnnxLayout.OUTPUT_WEIGHTS), List.of("products"));
        node("Add", List.of("products", OnnxLayout.OUTPUT_BIAS), List.of(LOGITS));
        return graph;
    }

    private void weights() {
        var ours = new OurTensors(parameters);
        for (TensorLayout tensor : OnnxLayout.of(shape)) {
            var message = new ProtobufMessage();
            for (int extent : tensor.shape()) {
                message.number(1, extent);
            }
            long bytes = (long) Float.BYTES * tensor.size();
            message.number(2, FLOAT)
                    .text(8, tensor.name())
                    .bytes(
                            9,
                            bytes,
                            out -> ForeignSafetensors.writeNumbers(tensor.from(ours), ElementType.FLOAT32, out));
            graph.message(5, message);
        }
    }

    /// What the first layer reads: a row for each id, zeros for the id V.
    private String inputs() {
        if (!shape.oneHot()) {
            node("Gather", List.of(OnnxLayout.EMBEDDING, IDS), List.of("inputs"));
            return "inputs";
        }
        graph.message(5, integers("depth", shape.vocabulary()));
        graph.message(5, floats("off_and_on", 0, 1));
        node("OneHot", List.of(IDS, "depth", "off_and_on"), List.of("inputs"));
        return "inputs";
    }

    /// @return what the layer puts out, (T, B, H)
    private String layer(int l, String input) {
        String h = state("h" + l);
        var inputs = new ArrayList<String>(List.of(input, "w" + l, "r" + l, "b" + l, "", h));
        var outputs = new ArrayList<String>(List.of("y" + l, NEXT + h));
        if (shape.cell().hasCellState()) {
            String c = state("c" + l);
            inputs.add(c);
            outputs.add(NEXT + c);
        }
        var attributes = new ArrayList<ProtobufMessage>(List.of(attribute("hidden_size", shape.hidden())));
        if (shape.cell() == CellKind.GRU_RESET_AFTER) {
            attributes.add(attribute("linear_before_reset", 1));
        }
        node(operator(), inputs, outputs, attributes.toArray(ProtobufMessage[]::new));
        node("Squeeze", List.of("y" + l, DIRECTION_AXIS), List.of("rows" + l));
        return "rows" + l;
    }

    private String operator() {
        return switch (shape.cell()) {
            case RNN -> "RNN";
            case GRU_RESET_BEFORE, GRU_RESET_AFTER -> "GRU";
            case LSTM -> "LSTM";
        };
    }

    private String state(String name) {
        graph.message(11, value(name, FLOAT, 1, LANES, shape.hidden()));
        graph.message(12, value(NEXT + name, FLOAT, 1, LANES, shape.hidden()));
        return name;
    }

    private void node(String operator, List<String> inputs, List<String> outputs, ProtobufMessage... attributes) {
        var node = new ProtobufMessage();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(3, outputs.getFirst()).text(4, operator);
        for (ProtobufMessage attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
    }

    private static ProtobufMessage attribute(String name, int value) {
        return new ProtobufMessage().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
    }

    /// @param shape sizes, or names of sizes that may be anything
    private static ProtobufMessage value(String name, int type, Object... shape) {
        var dimensions = new ProtobufMessage();
        for (Object size : shape) {
            var dimension = new ProtobufMessage();
            dimensions.message(
                    1,
                    size instanceof Integer number ? dimension.number(1, number) : dimension.text(2, size.toString()));
        }
        var tensor = new ProtobufMessage().number(1, type).message(2, dimensions);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }

    private static ProtobufMessage integers(String name, long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return constant(name, 1, INT64, bytes);
    }

    private static ProtobufMessage floats(String name, float... values) {
        return constant(name, values.length, FLOAT, ElementType.FLOAT32.encode(values, 0, values.length));
    }

    private static ProtobufMessage constant(String name, int size, int type, byte[] content) {
        return new ProtobufMessage()
                .number(1, size)
                .number(2, type)
                .text(8, name)
                .bytes(9, content.length, out -> out.write(content));
    }
}
