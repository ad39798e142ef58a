package dev.charloom.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementTypeTest {

    @TempDir
    Path directory;

    @Test
    void everyTypeOfNumberIsRead() {
        assertThat(ElementType.FLOAT16.get(little(0x00, 0x3e), 0)).isEqualTo(1.5f);
        assertThat(ElementType.BFLOAT16.get(little(0xc0, 0xbf), 0)).isEqualTo(-1.5f);
        assertThat(ElementType.FLOAT32.get(little(0, 0, 0xc0, 0x3f), 0)).isEqualTo(1.5f);
        assertThat(ElementType.FLOAT64.get(little(0, 0, 0, 0, 0, 0, 0xf8, 0x3f), 0))
                .isEqualTo(1.5f);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void whatIsWrittenIsRead(ElementType type) throws IOException {
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 3f;
        }
        Path file = directory.resolve("array.npy");
        try (var out = Files.newOutputStream(file)) {
            NpyArray.write(new int[] {200, 200}, values, type, out);
        }

        StoredTensor read = NpyArray.read("array", file);

        assertThat(read.shape()).containsExactly(200, 200);
        assertThat(read.offset() % 64).isZero();
        assertThat(read.values()).containsExactly(values);
    }

    @Test
    void columnsMayComeFirstAndTheBigEndToo() throws IOException {
        Path file = directory.resolve("array.npy");
        byte[] columns =
                ForeignArchive.npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", 1, 4, 2, 5, 3, 6);
        Files.write(file, columns);
        assertThat(NpyArray.read("array", file).values()).containsExactly(1, 2, 3, 4, 5, 6);

        byte[] bigEnd = ForeignArchive.npy("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", 0);
        bigEnd[bigEnd.length - 8] = 0x3f;
        bigEnd[bigEnd.length - 7] = (byte) 0xf8;
        Files.write(file, bigEnd);
        assertThat(NpyArray.read("array", file).values()).containsExactly(1.5f);
    }

    @Test
    void anArrayIsTheBytesThatNumpyWrites() throws IOException {
        Path file = directory.resolve("array.npy");
        try (var out = Files.newOutputStream(file)) {
            NpyArray.write(new int[] {3}, new float[] {1, 2, 3}, ElementType.FLOAT64, out);
        }
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";

        assertThat(Files.readAllBytes(file))
                .isEqualTo(ForeignArchive.npy(header + " ".repeat(118 - header.length() - 1), 1, 2, 3));
    }

    private static ByteBuffer little(int... bytes) {
        var buffer = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : bytes) {
            buffer.put((byte) value);
        }
        return buffer;
    }
}
