package dev.charloom.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The examples of protobuf.dev/programming-guides/encoding.
class ProtobufMessageTest {

    private static String hex(ProtobufMessage message) throws IOException {
        var out = new ByteArrayOutputStream();
        message.writeTo(out);
        assertThat(message.size()).isEqualTo(out.size());
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void anIntegerIsAVarint() throws IOException {
        assertThat(hex(new ProtobufMessage().number(1, 150))).isEqualTo("089601");
    }

    @Test
    void aNegativeIntegerTakesTenBytes() throws IOException {
        assertThat(hex(new ProtobufMessage().number(1, -2))).isEqualTo("08feffffffffffffffff01");
    }

    @Test
    void aTextIsItsLengthAndItsUtf8() throws IOException {
        assertThat(hex(new ProtobufMessage().text(2, "testing"))).isEqualTo("120774657374696e67");
    }

    @Test
    void aMessageInAMessageIsItsLengthAndItsFields() throws IOException {
        assertThat(hex(new ProtobufMessage().message(3, new ProtobufMessage().number(1, 150))))
                .isEqualTo("1a03089601");
    }

    @Test
    void aLargeFieldNumberTakesTwoBytes() throws IOException {
        assertThat(hex(new ProtobufMessage().number(20, 1))).isEqualTo("a00101");
    }
}
