package dev.charloom.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Matrices as they lie in memory, in a safetensors file (github.com/huggingface/safetensors): the header's length as
/// eight bytes, little end first, the header as JSON, then the numbers, float32.
///
/// Unlike the weights of a published model ([SafetensorsWeights]), these are for this program alone: names and layout
/// are its own, and every bit comes back.
public final class SafetensorsArchive {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsArchive() {}

    /// Writes all tensors; the same tensors give the same bytes.
    ///
    /// @param out is not closed
    public static void write(List<NamedTensor> tensors, OutputStream out) throws IOException {
        out.write(header(tensors));
        var chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (NamedTensor tensor : tensors) {
            float[] values = tensor.values();
            for (int at = 0; at < values.length; ) {
                int count = Math.min(values.length - at, CHUNK_BYTES / Float.BYTES);
                chunk.asFloatBuffer().put(values, at, count);
                out.write(chunk.array(), 0, count * Float.BYTES);
                at += count;
            }
        }
    }

    /// Reads into `tensors` (modified) what [#write] wrote of tensors with the same names and sizes in the same
    /// order.
    ///
    /// @param in is not closed
    /// @throws WeightsRejected if the file holds anything else; some tensors may have been written to then
    public static void read(List<NamedTensor> tensors, InputStream in) throws IOException {
        byte[] expected = header(tensors);
        if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
            throw new WeightsRejected("does not hold the tensors that are asked for");
        }
        byte[] bytes = new byte[CHUNK_BYTES];
        var chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (NamedTensor tensor : tensors) {
            float[] values = tensor.values();
            for (int at = 0; at < values.length; ) {
                int count = Math.min(values.length - at, CHUNK_BYTES / Float.BYTES);
                if (in.readNBytes(bytes, 0, count * Float.BYTES) < count * Float.BYTES) {
                    throw new WeightsRejected("ends too early");
                }
                chunk.asFloatBuffer().get(values, at, count);
                at += count;
            }
        }
        if (in.read() >= 0) {
            throw new WeightsRejected("goes on after its last tensor");
        }
    }

    /// The length and the header, padded so that the numbers begin at a multiple of eight.
    private static byte[] header(List<NamedTensor> tensors) {
        var header = JSON.createObjectNode();
        long offset = 0;
        for (NamedTensor tensor : tensors) {
            long end = offset + (long) Float.BYTES * tensor.values().length;
            var entry = header.putObject(tensor.name()).put("dtype", "F32");
            entry.putArray("shape").add(tensor.rows()).add(tensor.columns());
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(json.length, 8) * 8;
        var bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        Arrays.fill(bytes.array(), 8 + json.length, 8 + padded, (byte) ' ');
        return bytes.array();
    }
}
