package dev.charloom.repository;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Weights as a safetensors file (github.com/huggingface/safetensors): the header's length as eight bytes, little end
/// first, the header as JSON, then the numbers, float32.
///
/// Names and shapes are those of PyTorch's modules, so that a `state_dict` can take the file as it is:
///
/// | name | shape | here |
/// |---|---|---|
/// | `embedding.weight` | (V, E) | embedding |
/// | `rnn.weight_ih_l{k}` | (G·H, D) | W transposed |
/// | `rnn.weight_hh_l{k}` | (G·H, H) | U transposed |
/// | `rnn.bias_ih_l{k}` | (G·H) | b |
/// | `rnn.bias_hh_l{k}` | (G·H) | bU; zeros for a cell without one |
/// | `rnn.norm_ih_l{k}`, `rnn.norm_hh_l{k}` | (G·H) | gW and gU; absent without layer normalisation |
/// | `output.weight` | (V, H) | W transposed; absent where it is `embedding.weight` (tied weights) |
/// | `skip.{k}.weight` | (V, H) | W of layer k's skip connection transposed; absent without them |
/// | `output.bias` | (V) | b |
///
/// The gate orders are PyTorch's already.
final class SafetensorsWeights {

    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    /// A tensor of the file.
    ///
    /// @param matrix where its numbers are; with `transposed`, file row i is column i
    private record Entry(String name, long[] shape, FMatrixRMaj matrix, boolean transposed) {
        long bytes() {
            return 4 * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        }
    }

    private SafetensorsWeights() {}

    /// Writes all tensors; the same weights give the same bytes.
    ///
    /// @param out is not closed
    static void write(Parameters parameters, OutputStream out) throws IOException {
        List<Entry> entries = entries(parameters, true);
        byte[] header = header(entries);
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        var chunk = new Chunk(out);
        for (Entry entry : entries) {
            chunk.write(entry);
        }
        chunk.flush();
    }

    /// Reads weights of a given shape. Names, types, shapes and places are compared with what the shape asks for before
    /// anything is allocated for them.
    ///
    /// @param in is not closed
    /// @throws WeightsRejected if the file holds anything else, or a number that is not finite
    static Parameters read(ModelShape shape, InputStream in) throws IOException {
        return read(shape, in, Long.MAX_VALUE);
    }

    /// As [#read(ModelShape, InputStream)], of a file of `fileBytes` bytes: more is not allocated, whatever the shape
    /// and the header say.
    static Parameters read(ModelShape shape, InputStream in, long fileBytes) throws IOException {
        if (shape.parameterCount() > fileBytes / Float.BYTES) {
            throw new WeightsRejected("ends too early");
        }
        var data = new DataInputStream(in);
        try {
            long length = Long.reverseBytes(data.readLong());
            if (length < 2 || length > MAX_HEADER_BYTES) {
                throw new WeightsRejected("has a header of " + length + " bytes");
            }
            JsonNode header = JSON.readTree(data.readNBytes((int) length));
            Map<String, long[]> expected = new LinkedHashMap<>();
            layout(shape).forEach(entry -> expected.put(entry.name(), entry.shape()));
            check(header, expected);
            var parameters = new Parameters(shape);
            List<Entry> entries = entries(parameters, false);
            entries.sort((a, b) -> Long.compare(offset(header, a.name()), offset(header, b.name())));
            for (Entry entry : entries) {
                readEntry(entry, data, parameters);
            }
            if (data.read() >= 0) {
                throw new WeightsRejected("goes on after its last tensor");
            }
            return parameters;
        } catch (EOFException e) {
            throw new WeightsRejected("ends too early");
        } catch (JacksonException e) {
            throw new WeightsRejected("has a header that is not JSON");
        }
    }

    private static void check(JsonNode header, Map<String, long[]> expected) {
        var places = new ArrayList<long[]>();
        for (Map.Entry<String, JsonNode> property : header.properties()) {
            if (!property.getKey().equals("__metadata__")) {
                long[] shape = expected.get(property.getKey());
                if (shape == null) {
                    throw new WeightsRejected("holds a tensor that the model does not have: " + property.getKey());
                }
                places.add(checkTensor(property.getKey(), property.getValue(), shape));
            }
        }
        if (places.size() != expected.size()) {
            throw new WeightsRejected("holds " + places.size() + " tensors instead of " + expected.size());
        }
        places.sort((a, b) -> Long.compare(a[0], b[0]));
        long end = 0;
        for (long[] place : places) {
            if (place[0] != end) {
                throw new WeightsRejected("has tensors that overlap or leave gaps");
            }
            end = place[1];
        }
    }

    private static long[] checkTensor(String name, JsonNode tensor, long[] shape) {
        JsonNode given = tensor.path("shape");
        boolean same = given.isArray() && given.size() == shape.length;
        long bytes = 4;
        for (int i = 0; same && i < shape.length; i++) {
            same = given.get(i).asLong(-1) == shape[i];
            bytes *= shape[i];
        }
        if (!same || !"F32".equals(tensor.path("dtype").asString(""))) {
            throw new WeightsRejected("does not hold " + name + " as F32 of shape " + Arrays.toString(shape));
        }
        long from = tensor.path("data_offsets").path(0).asLong(-1);
        long to = tensor.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to - from != bytes) {
            throw new WeightsRejected("holds " + name + " at impossible offsets");
        }
        return new long[] {from, to};
    }

    private static long offset(JsonNode header, String name) {
        return header.path(name).path("data_offsets").path(0).asLong();
    }

    private static void readEntry(Entry entry, DataInputStream data, Parameters parameters) throws IOException {
        int rows = (int) entry.shape()[0];
        int columns = entry.shape().length == 1 ? 1 : (int) entry.shape()[1];
        FMatrixRMaj m = entry.matrix();
        byte[] row = new byte[4 * columns];
        ByteBuffer numbers = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows; i++) {
            data.readFully(row);
            for (int j = 0; j < columns; j++) {
                if (!Float.isFinite(put(entry, m, i, j, numbers.getFloat(4 * j), parameters.shape()))) {
                    throw new WeightsRejected("holds a number that is not finite in " + entry.name());
                }
            }
        }
    }

    /// A cell without a recurrent bias takes the sum of both, in whatever order they come, which is what the file's
    /// cell computes.
    ///
    /// @return what the element is now
    private static float put(Entry entry, FMatrixRMaj m, int i, int j, float value, ModelShape shape) {
        int at = entry.transposed() ? j * m.numCols + i : i * (m.numRows == 1 ? 1 : m.numCols) + j;
        boolean shared = entry.name().contains(".bias_") && !shape.cell().hasRecurrentBias();
        m.data[at] = shared ? sum(m.data[at], value) : value;
        return m.data[at];
    }

    /// As `a + b`, except that -0 and 0 make -0, so that a bias of -0 comes back as it was written.
    private static float sum(float a, float b) {
        return a == 0 && b == 0 ? Math.min(a, b) : a + b;
    }

    private static byte[] header(List<Entry> entries) {
        var header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Entry entry : entries) {
            var tensor = header.putObject(entry.name()).put("dtype", "F32");
            var shape = tensor.putArray("shape");
            Arrays.stream(entry.shape()).forEach(shape::add);
            tensor.putArray("data_offsets").add(offset).add(offset + entry.bytes());
            offset += entry.bytes();
        }
        String json = header.toString();
        return (json + " ".repeat((8 - json.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Entry> layout(ModelShape shape) {
        var list = new ArrayList<Entry>();
        var none = new FMatrixRMaj(0, 0);
        long gates = shape.gatesSize();
        if (!shape.oneHot()) {
            list.add(new Entry("embedding.weight", new long[] {shape.vocabulary(), shape.embedding()}, none, false));
        }
        for (int l = 0; l < shape.layers(); l++) {
            list.add(new Entry("rnn.weight_ih_l" + l, new long[] {gates, shape.inputSize(l)}, none, true));
            list.add(new Entry("rnn.weight_hh_l" + l, new long[] {gates, shape.hidden()}, none, true));
            list.add(new Entry("rnn.bias_ih_l" + l, new long[] {gates}, none, false));
            list.add(new Entry("rnn.bias_hh_l" + l, new long[] {gates}, none, false));
            if (shape.normalised()) {
                list.add(new Entry("rnn.norm_ih_l" + l, new long[] {gates}, none, false));
                list.add(new Entry("rnn.norm_hh_l" + l, new long[] {gates}, none, false));
            }
        }
        long[] outputShape = {shape.vocabulary(), shape.hidden()};
        if (!shape.tied()) {
            list.add(new Entry("output.weight", outputShape, none, true));
        }
        for (int l = 0; shape.skips() && l < shape.layers() - 1; l++) {
            list.add(new Entry("skip." + l + ".weight", outputShape, none, true));
        }
        list.add(new Entry("output.bias", new long[] {shape.vocabulary()}, none, false));
        return list;
    }

    /// The layout with the matrices that hold the numbers.
    ///
    /// @param toWrite whether a missing recurrent bias stands for zeros; to read, its numbers go to the only bias
    private static List<Entry> entries(Parameters parameters, boolean toWrite) {
        ModelShape shape = parameters.shape();
        List<FMatrixRMaj> matrices = new ArrayList<>();
        if (!shape.oneHot()) {
            matrices.add(parameters.embedding());
        }
        for (int l = 0; l < shape.layers(); l++) {
            Parameters.Layer layer = parameters.layer(l);
            FMatrixRMaj only = toWrite ? new FMatrixRMaj(1, shape.gatesSize()) : layer.b();
            matrices.addAll(
                    List.of(layer.W(), layer.U(), layer.b(), shape.cell().hasRecurrentBias() ? layer.bU() : only));
            if (shape.normalised()) {
                matrices.addAll(List.of(layer.gW(), layer.gU()));
            }
        }
        if (!shape.tied()) {
            matrices.add(parameters.outputWeights());
        }
        for (int l = 0; shape.skips() && l < shape.layers() - 1; l++) {
            matrices.add(parameters.skipWeights(l));
        }
        matrices.add(parameters.outputBias());
        var entries = new ArrayList<Entry>();
        List<Entry> layout = layout(shape);
        for (int i = 0; i < layout.size(); i++) {
            Entry entry = layout.get(i);
            entries.add(new Entry(entry.name(), entry.shape(), matrices.get(i), entry.transposed()));
        }
        return entries;
    }

    /// Gathers numbers into pieces of a sensible size.
    private static final class Chunk {

        private final OutputStream out;
        private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

        Chunk(OutputStream out) {
            this.out = out;
        }

        void write(Entry entry) throws IOException {
            FMatrixRMaj m = entry.matrix();
            int rows = entry.transposed() ? m.numCols : m.numRows;
            int columns = entry.transposed() ? m.numRows : m.numCols;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    if (!buffer.hasRemaining()) {
                        flush();
                    }
                    buffer.putFloat(m.data[entry.transposed() ? j * m.numCols + i : i * m.numCols + j]);
                }
            }
        }

        void flush() throws IOException {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }
}
