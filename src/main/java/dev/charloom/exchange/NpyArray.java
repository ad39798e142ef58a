package dev.charloom.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NumPy's `.npy` files (numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a magic word, a version,
/// the header's length, the header as a Python dictionary, then the numbers.
final class NpyArray {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX_BYTES = 10; // magic word, version 1.0, two bytes of length
    private static final int ALIGNMENT = 64;
    private static final int MAX_HEADER_BYTES = 1 << 16;
    private static final Pattern HEADER =
            Pattern.compile("\\{(?=.*'descr'\\s*:\\s*'(?<order>[<>|=])(?<kind>[^']{1,16})')"
                    + "(?=.*'fortran_order'\\s*:\\s*(?<fortran>True|False))"
                    + "(?=.*'shape'\\s*:\\s*\\((?<shape>[0-9, ]{0,200})\\)).*\\}\\s*");

    private NpyArray() {}

    /// Writes an array; the same array gives the same bytes.
    ///
    /// @param type [ElementType#FLOAT32] or [ElementType#FLOAT64]
    /// @param out is not closed
    static void write(int[] shape, float[] values, ElementType type, OutputStream out) throws IOException {
        String sizes = Arrays.stream(shape).mapToObj(extent -> extent + ",").collect(Collectors.joining(" "));
        String descr = type == ElementType.FLOAT64 ? "<f8" : "<f4";
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                .formatted(descr, shape.length == 1 ? sizes : sizes.replaceAll(",$", ""));
        int padding = ALIGNMENT - (PREFIX_BYTES + header.length() + 1) % ALIGNMENT;
        byte[] padded = (header + " ".repeat(padding % ALIGNMENT) + "\n").getBytes(StandardCharsets.US_ASCII);
        out.write(ByteBuffer.allocate(PREFIX_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) padded.length)
                .array());
        out.write(padded);
        ForeignSafetensors.writeNumbers(values, type, out);
    }

    /// Reads the header.
    ///
    /// @param name what to call it
    /// @throws ImportRejected if it is none, or tells of more, or of anything else, than the file has
    static StoredTensor read(String name, Path file) throws IOException {
        String shown = ForeignNames.shown(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAGIC.length + 2);
            if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new ImportRejected("its %s is no NumPy array".formatted(shown));
            }
            int lengthBytes = start[MAGIC.length] == 1 ? 2 : 4;
            int length = length(in.readNBytes(lengthBytes), lengthBytes);
            if (length < 0 || length > MAX_HEADER_BYTES) {
                throw new ImportRejected("its %s has a header of an impossible length".formatted(shown));
            }
            String header = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return array(name, header, file, start.length + lengthBytes + (long) length);
        }
    }

    private static int length(byte[] bytes, int expected) {
        if (bytes.length < expected) {
            return -1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return expected == 2 ? Short.toUnsignedInt(buffer.getShort()) : buffer.getInt();
    }

    private static StoredTensor array(String name, String header, Path file, long offset) throws IOException {
        String shown = ForeignNames.shown(name);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new ImportRejected("its %s has a header that cannot be understood".formatted(shown));
        }
        ElementType type = ElementType.ofNumpy(matcher.group("kind"))
                .orElseThrow(() -> new ImportRejected("its %s is of type %s, which is no floating-point type"
                        .formatted(shown, ForeignNames.shown(matcher.group("kind")))));
        long[] shape = Arrays.stream(matcher.group("shape").split(",", -1))
                .map(String::strip)
                .filter(extent -> !extent.isEmpty())
                .mapToLong(NpyArray::extent)
                .toArray();
        int size = StoredTensor.size(shape);
        if (size < 0 || Files.size(file) != offset + (long) size * type.bytes()) {
            throw new ImportRejected("its %s has not as many numbers as its header tells".formatted(shown));
        }
        ByteOrder order = matcher.group("order").equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean columnsFirst = matcher.group("fortran").equals("True");
        return StoredTensor.of(name, shape, type, file, offset, order, columnsFirst);
    }

    /// -1 where it is larger than anything.
    private static long extent(String digits) {
        return digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : -1;
    }
}
