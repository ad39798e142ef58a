package dev.charloom.exchange;

import dev.charloom.engine.Parameters;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Safetensors files of other programs (github.com/huggingface/safetensors): the header's length as eight bytes,
/// little end first, the header as JSON, then the numbers, without gaps.
final class ForeignSafetensors {

    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK = 1 << 14; // numbers
    private static final JsonMapper JSON = new JsonMapper();

    private ForeignSafetensors() {}

    /// Writes tensors as float32; the same tensors give the same bytes.
    ///
    /// @param out is not closed
    static void write(List<TensorLayout> layout, Parameters parameters, OutputStream out) throws IOException {
        byte[] header = header(layout);
        out.write(ByteBuffer.allocate(LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        var ours = new OurTensors(parameters);
        for (TensorLayout tensor : layout) {
            writeNumbers(tensor.from(ours), ElementType.FLOAT32, out);
        }
    }

    static void writeNumbers(float[] values, ElementType type, OutputStream out) throws IOException {
        for (int from = 0; from < values.length; from += CHUNK) {
            out.write(type.encode(values, from, Math.min(CHUNK, values.length - from)));
        }
    }

    private static byte[] header(List<TensorLayout> layout) {
        var header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (TensorLayout tensor : layout) {
            long end = offset + (long) Float.BYTES * tensor.size();
            var entry = header.putObject(tensor.name()).put("dtype", "F32");
            var shape = entry.putArray("shape");
            for (int extent : tensor.shape()) {
                shape.add(extent);
            }
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = header.toString();
        int padding = (LENGTH_BYTES - json.length() % LENGTH_BYTES) % LENGTH_BYTES;
        return (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    }

    /// Reads the header: the tensors in the order in which they lie in the file.
    ///
    /// @throws ImportRejected if it is none, or tells of more, or of anything else, than the file has
    static List<StoredTensor> read(Path file) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > MAX_HEADER_BYTES) {
                throw new ImportRejected(
                        "its safetensors file has a header of %d bytes: safetensors.torch.save_file writes"
                                        .formatted(length)
                                + " what can be read, torch.save does not");
            }
            byte[] header = in.readNBytes((int) length);
            if (header.length < length) {
                throw new ImportRejected("its safetensors file breaks off");
            }
            return tensors(JSON.readTree(header), file, LENGTH_BYTES + length);
        } catch (EOFException e) {
            throw new ImportRejected("its safetensors file breaks off");
        } catch (JacksonException e) {
            throw new ImportRejected("its safetensors file has a header that is not JSON");
        }
    }

    private static List<StoredTensor> tensors(JsonNode header, Path file, long start) throws IOException {
        var tensors = new ArrayList<StoredTensor>();
        for (Map.Entry<String, JsonNode> property : header.properties()) {
            if (!property.getKey().equals("__metadata__")) {
                tensors.add(tensor(property.getKey(), property.getValue(), file, start));
            }
        }
        tensors.sort(Comparator.comparingLong(StoredTensor::offset));
        long end = start;
        for (StoredTensor tensor : tensors) {
            if (tensor.offset() != end) {
                throw new ImportRejected("its safetensors file has tensors that overlap or leave gaps");
            }
            end += tensor.bytes();
        }
        if (end != Files.size(file)) {
            throw new ImportRejected(
                    "its safetensors file has %d bytes where its header tells of %d".formatted(Files.size(file), end));
        }
        addShared(header, tensors);
        return tensors;
    }

    /// Tied weights lie in a file of `safetensors.torch.save_model` once; its metadata say for each name that was left
    /// out which one has the numbers.
    private static void addShared(JsonNode header, List<StoredTensor> tensors) {
        for (Map.Entry<String, JsonNode> shared : header.path("__metadata__").properties()) {
            if (!header.has(shared.getKey())) {
                tensors.stream()
                        .filter(tensor -> tensor.name().equals(shared.getValue().asString("")))
                        .findFirst()
                        .ifPresent(tensor -> tensors.add(tensor.called(shared.getKey())));
            }
        }
    }

    private static StoredTensor tensor(String name, JsonNode entry, Path file, long start) {
        String shown = ForeignNames.shown(name);
        String dtype = entry.path("dtype").asString("");
        ElementType type = ElementType.ofSafetensors(dtype)
                .orElseThrow(() -> new ImportRejected("its %s is of type %s, which is no floating-point type"
                        .formatted(shown, ForeignNames.shown(dtype))));
        JsonNode sizes = entry.path("shape");
        long[] shape = new long[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.get(i).asLong(-1);
        }
        int size = sizes.isArray() ? StoredTensor.size(shape) : -1;
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        if (size < 0 || from < 0 || to - from != (long) size * type.bytes()) {
            throw new ImportRejected("its %s has an impossible shape or place".formatted(shown));
        }
        return StoredTensor.of(name, shape, type, file, start + from, ByteOrder.LITTLE_ENDIAN, false);
    }
}
