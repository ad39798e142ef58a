package dev.charloom.exchange;

import dev.charloom.storage.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A message in protocol buffers' wire format (protobuf.dev/programming-guides/encoding), field by field in the
/// order in which they are added. Large contents are written when the message is, and are never in memory as a
/// whole.
final class ProtobufMessage {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int VARINT_BITS = 7;

    /// A field.
    private record Field(byte[] prefix, long size, DurableFiles.Content content) {}

    private final List<Field> fields = new ArrayList<>();

    /// An integer or an enumeration.
    ProtobufMessage number(int field, long value) {
        var bytes = new ByteArrayOutputStream();
        varint(((long) field << 3) | VARINT, bytes);
        varint(value, bytes);
        fields.add(new Field(bytes.toByteArray(), 0, out -> {}));
        return this;
    }

    ProtobufMessage text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return bytes(field, utf8.length, out -> out.write(utf8));
    }

    ProtobufMessage message(int field, ProtobufMessage message) {
        return bytes(field, message.size(), message::writeTo);
    }

    /// @param size how many bytes `content` writes
    ProtobufMessage bytes(int field, long size, DurableFiles.Content content) {
        var prefix = new ByteArrayOutputStream();
        varint(((long) field << 3) | LENGTH_DELIMITED, prefix);
        varint(size, prefix);
        fields.add(new Field(prefix.toByteArray(), size, content));
        return this;
    }

    /// How many bytes [#writeTo] writes; a message that is part of another must not change any more.
    long size() {
        return fields.stream()
                .mapToLong(field -> field.prefix().length + field.size())
                .sum();
    }

    /// @param out is not closed
    void writeTo(OutputStream out) throws IOException {
        for (Field field : fields) {
            out.write(field.prefix());
            field.content().writeTo(out);
        }
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while (rest >>> VARINT_BITS != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= VARINT_BITS;
        }
        out.write((int) rest);
    }
}
