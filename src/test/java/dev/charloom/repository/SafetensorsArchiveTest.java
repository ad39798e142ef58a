package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SafetensorsArchiveTest {

    private static NamedTensor tensor(String name, int rows, int columns, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt() & 0xBFFFFFFF); // any finite number below 2
        }
        return new NamedTensor(name, rows, columns, values);
    }

    private static List<NamedTensor> tensors() {
        var random = new SplittableRandom(1);
        return List.of(
                tensor("a", 3, 7, random),
                tensor("empty", 0, 4, random),
                tensor("large", 129, 1021, random),
                new NamedTensor("zeros", 1, 2, new float[] {0f, -0f}));
    }

    private static List<NamedTensor> blank() {
        return tensors().stream()
                .map(it -> new NamedTensor(it.name(), it.rows(), it.columns(), new float[it.values().length]))
                .toList();
    }

    private static byte[] bytes(List<NamedTensor> tensors) throws IOException {
        var out = new ByteArrayOutputStream();
        SafetensorsArchive.write(tensors, out);
        return out.toByteArray();
    }

    @Test
    void everyBitComesBack() throws IOException {
        List<NamedTensor> read = blank();

        SafetensorsArchive.read(read, new ByteArrayInputStream(bytes(tensors())));

        for (int i = 0; i < read.size(); i++) {
            int[] actual = bits(read.get(i));
            assertThat(actual).isEqualTo(bits(tensors().get(i)));
        }
    }

    private static int[] bits(NamedTensor tensor) {
        int[] bits = new int[tensor.values().length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.values()[i]));
        return bits;
    }

    @Test
    void otherToolsCanReadTheHeader() throws IOException {
        byte[] bytes = bytes(tensors());

        assertThat(new String(bytes, 8, 100, java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("{\"a\":{\"dtype\":\"F32\",\"shape\":[3,7],\"data_offsets\":[0,84]},");
        assertThat(bytes[0] % 8).isZero();
    }

    @Test
    void aFileOfOtherTensorsIsRejected() throws IOException {
        byte[] bytes = bytes(List.of(new NamedTensor("a", 7, 3, new float[21])));

        assertThatThrownBy(() -> SafetensorsArchive.read(
                        List.of(new NamedTensor("a", 3, 7, new float[21])), new ByteArrayInputStream(bytes)))
                .isInstanceOf(WeightsRejected.class);
    }

    @Test
    void aFileThatIsTooShortOrTooLongIsRejected() throws IOException {
        byte[] bytes = bytes(tensors());
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatThrownBy(() -> SafetensorsArchive.read(blank(), new ByteArrayInputStream(shorter)))
                .isInstanceOf(WeightsRejected.class);
        assertThatThrownBy(() -> SafetensorsArchive.read(blank(), new ByteArrayInputStream(longer)))
                .isInstanceOf(WeightsRejected.class);
    }
}
