package dev.charloom.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// How a number is kept in a file of another framework.
enum ElementType {
    FLOAT16(2, "F16", "f2"),
    BFLOAT16(2, "BF16", ""),
    FLOAT32(4, "F32", "f4"),
    FLOAT64(8, "F64", "f8");

    private final int bytes;
    private final String safetensors;
    private final String numpy;

    ElementType(int bytes, String safetensors, String numpy) {
        this.bytes = bytes;
        this.safetensors = safetensors;
        this.numpy = numpy;
    }

    /// How many bytes a number has.
    int bytes() {
        return bytes;
    }

    /// The type of a safetensors header's `dtype`.
    static Optional<ElementType> ofSafetensors(String dtype) {
        return Arrays.stream(values())
                .filter(type -> type.safetensors.equals(dtype))
                .findFirst();
    }

    /// The type of a NumPy header's `descr` without its byte order.
    static Optional<ElementType> ofNumpy(String kind) {
        return Arrays.stream(values())
                .filter(type -> !kind.isEmpty() && type.numpy.equals(kind))
                .findFirst();
    }

    /// The number at byte `at`, rounded to float32.
    float get(ByteBuffer buffer, int at) {
        return switch (this) {
            case FLOAT16 -> Float.float16ToFloat(buffer.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
            case FLOAT32 -> buffer.getFloat(at);
            case FLOAT64 -> (float) buffer.getDouble(at);
        };
    }

    /// The bytes of numbers, little end first.
    ///
    /// @param count how many of `values`, from `from` on
    byte[] encode(float[] values, int from, int count) {
        var buffer = ByteBuffer.allocate(count * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < from + count; i++) {
            switch (this) {
                case FLOAT32 -> buffer.putFloat(values[i]);
                case FLOAT64 -> buffer.putDouble(values[i]);
                case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException("only read: " + this);
            }
        }
        return buffer.array();
    }
}
