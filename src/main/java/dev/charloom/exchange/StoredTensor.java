package dev.charloom.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A tensor in a file, of which only the header has been read.
///
/// @param shape its sizes; none is negative, and their product is known to be in the file
/// @param offset where in the file its numbers begin
/// @param columnsFirst whether the first index runs fastest (NumPy's `fortran_order`), else the last
record StoredTensor(
        String name, int[] shape, ElementType type, Path file, long offset, ByteOrder order, boolean columnsFirst) {

    private static final int CHUNK = 1 << 14; // numbers

    /// A tensor whose sizes are known to be those of its place in the file.
    static StoredTensor of(
            String name,
            long[] shape,
            ElementType type,
            Path file,
            long offset,
            ByteOrder order,
            boolean columnsFirst) {
        int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        return new StoredTensor(name, sizes, type, file, offset, order, columnsFirst);
    }

    /// The same numbers under another name.
    StoredTensor called(String other) {
        return new StoredTensor(other, shape, type, file, offset, order, columnsFirst);
    }

    /// How many numbers a tensor of these sizes has; -1 if that is more than an array can hold.
    static int size(long[] shape) {
        long size = 1;
        for (long extent : shape) {
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                return -1;
            }
            size *= extent;
            if (size > Integer.MAX_VALUE - 8) {
                return -1;
            }
        }
        return (int) size;
    }

    /// Its numbers, the last index fastest, rounded to float32.
    ///
    /// @throws ImportRejected if one is not finite then
    float[] values() throws IOException {
        float[] values = new float[size()];
        byte[] bytes = new byte[CHUNK * type.bytes()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(offset);
            for (int from = 0; from < values.length; from += CHUNK) {
                int count = Math.min(CHUNK, values.length - from);
                if (in.readNBytes(bytes, 0, count * type.bytes()) < count * type.bytes()) {
                    throw new ImportRejected("its %s breaks off".formatted(ForeignNames.shown(name)));
                }
                decode(buffer, values, from, count);
            }
        }
        return columnsFirst && shape.length > 1 ? rowsFirst(values) : values;
    }

    private void decode(ByteBuffer buffer, float[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            float value = type.get(buffer, i * type.bytes());
            if (!Float.isFinite(value)) {
                throw new ImportRejected(
                        "its %s has a number that is not finite as float32".formatted(ForeignNames.shown(name)));
            }
            values[from + i] = value;
        }
    }

    private float[] rowsFirst(float[] columnsFirst) {
        int rows = shape[0];
        int columns = columnsFirst.length / Math.max(1, rows);
        if (shape.length > 2) {
            throw new ImportRejected("its %s has %d dimensions".formatted(ForeignNames.shown(name), shape.length));
        }
        float[] values = new float[columnsFirst.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = columnsFirst[j * rows + i];
            }
        }
        return values;
    }

    private int size() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /// How many bytes its numbers take in the file.
    long bytes() {
        return (long) size() * type.bytes();
    }

    /// Whether it has these sizes; a vector may also be a matrix of one row or column.
    boolean fits(int[] expected) {
        int size = size();
        return Arrays.equals(shape, expected)
                || (isVector(shape, size) && isVector(expected, size) && size == expected[longest(expected)]);
    }

    private static boolean isVector(int[] shape, int size) {
        return shape.length > 0 && shape.length <= 2 && shape[longest(shape)] == size;
    }

    private static int longest(int[] shape) {
        return shape.length == 2 && shape[1] > shape[0] ? 1 : 0;
    }

    /// Its name and sizes, as messages show them.
    String described() {
        return ForeignNames.shown(name) + " of shape " + Arrays.toString(shape);
    }
}
