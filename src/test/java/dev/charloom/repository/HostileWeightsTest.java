package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a file holds, it is read or refused as [WeightsRejected]; nothing else is thrown.
class HostileWeightsTest {

    /// Tensors: 2×1, 1×1, 1×1, 1, 1, 2×1, 2; 40 bytes.
    private static final ModelShape SHAPE = new ModelShape(2, CellKind.RNN, 1, 1, 1);

    private byte[] file;
    private String header;
    private byte[] data;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        var out = new ByteArrayOutputStream();
        SafetensorsWeights.write(StoredModels.random(SHAPE, 1), out);
        file = out.toByteArray();
        int length = file.length - 8 - 40;
        header = new String(file, 8, length, StandardCharsets.UTF_8);
        data = Arrays.copyOfRange(file, 8 + length, file.length);
    }

    private static void assertRejected(byte[] bytes) {
        assertThatExceptionOfType(WeightsRejected.class)
                .isThrownBy(() -> SafetensorsWeights.read(SHAPE, new ByteArrayInputStream(bytes)));
    }

    private void assertHeaderRejected(String changed) {
        assertThat(changed).isNotEqualTo(header);
        assertRejected(SafetensorsFile.file(changed, data));
    }

    @Test
    void aFileCutAnywhereIsRejected() {
        for (int length = 0; length < file.length; length++) {
            assertRejected(Arrays.copyOf(file, length));
        }
    }

    @Test
    void aFileThatGoesOnIsRejected() {
        assertRejected(Arrays.copyOf(file, file.length + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 1 << 20, (1 << 20) + 1, Integer.MAX_VALUE, Long.MAX_VALUE})
    void aHeaderLengthThatIsNotTheHeadersIsRejected(long length) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        assertRejected(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[1]", "null", "1.5", "\"F32\"", "  ", "{", "{} {}", "{\"a\":", "\uFEFF{}"})
    void aHeaderThatDescribesNoTensorsIsRejected(String other) {
        assertHeaderRejected(other);
    }

    @Test
    void aHeaderNestedWithoutEndIsRejected() {
        assertHeaderRejected("[".repeat(100_000));
        assertHeaderRejected("{\"a\":".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16", "F64", "I32", "", "f32"})
    void anotherTypeIsRejected(String type) {
        assertHeaderRejected(header.replaceFirst("F32", type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[1,2]", "[2]", "[2,1,1]", "[]", "2", "null", "[-2,-1]", "[2,null]", "[9223372036854775808]"})
    void anotherShapeIsRejected(String shape) {
        assertHeaderRejected(header.replaceFirst("\\[2,1]", shape));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[0,8]; [0,4]",
                "[0,8]; [8,0]",
                "[0,8]; [-8,0]",
                "[0,8]; [4,12]",
                "[0,8]; [9223372036854775800,9223372036854775808]",
                "[0,8]; [9223372036854775807,-9223372036854775801]",
                "[0,8]; []",
                "[0,8]; null",
                "[8,12]; [12,16]",
                "[8,12]; [4,8]",
                "[32,40]; [36,44]",
                "[32,40]; [40,48]",
            })
    void placesThatOverlapOrLeaveGapsAreRejected(String right, String wrong) {
        assertHeaderRejected(header.replace(right, wrong));
    }

    @Test
    void aTensorTooManyIsRejected() {
        assertHeaderRejected(header.stripTrailing().replaceFirst("}$", ",\"extra\":{}}"));
        assertHeaderRejected(header.stripTrailing()
                .replaceFirst("}$", ",\"rnn.bias_ih_l1\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[40,44]}}"));
    }

    @Test
    void aMissingTensorIsRejected() {
        assertHeaderRejected(header.replaceFirst("\"embedding.weight\":\\{[^}]*},", ""));
        assertHeaderRejected(header.replaceFirst(",\"output.bias\":\\{[^}]*}", ""));
    }

    @Test
    void aTensorDescribedTwiceIsNoSubstituteForAnother() {
        assertHeaderRejected(header.replace("rnn.weight_hh_l0", "rnn.weight_ih_l0"));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsRejectedWhereverItStands(float number) {
        for (int at = 0; at < data.length; at += 4) {
            byte[] changed = data.clone();
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(at, number);
            assertRejected(SafetensorsFile.file(header, changed));
        }
    }

    @Test
    void twoBiasesWhoseSumIsNotFiniteAreRejected() {
        var numbers = new SafetensorsFile(file);
        numbers.numbers("rnn.bias_ih_l0")[0] = Float.MAX_VALUE;
        numbers.numbers("rnn.bias_hh_l0")[0] = Float.MAX_VALUE;

        assertRejected(numbers.bytes(numbers.names()));
    }

    @Test
    void everyByteOfTheHeaderMayBeWrong() throws IOException {
        int end = file.length - data.length;
        for (int at = 0; at < end; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) (1 << bit);
                try {
                    SafetensorsWeights.read(SHAPE, new ByteArrayInputStream(changed));
                } catch (WeightsRejected rejected) {
                    assertThat(rejected).hasMessageNotContaining("null");
                }
            }
        }
    }
}
