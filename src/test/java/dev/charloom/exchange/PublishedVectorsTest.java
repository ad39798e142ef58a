package dev.charloom.exchange;

import static dev.charloom.exchange.ForeignArchive.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hidden states that others have published, read as models whose first logits are the hidden states.
class PublishedVectorsTest {

    private static final float[] X = {3, 1, 4, 1, 5, 9, 2};
    private static final float[] BIAS = {-1, 1, -0.5f, 2};
    private static final float FOUR_DIGITS = 0.5e-4f;
    private static final float KERAS_TOLERANCE = 1e-5f;

    /// As `PyTorchVectorsTest`: huggingface/candle, `candle-nn/tests/rnn.rs` at
    /// 2a13b0f3ff62f7e67013597f2996f764c5735e21 (MIT or Apache-2.0), which states that the numbers are PyTorch's.
    /// Row t of the embedding is [x_t, x_t/2].
    @Test
    void pyTorchsLstmAndGruGiveTheHiddenStatesThatCandleHasOfThem() throws IOException {
        assertThat(hiddenStateOfPyTorch(4))
                .usingComparatorWithPrecision(FOUR_DIGITS)
                .containsExactly(0.9919f, 0.1738f, -0.1451f);
        assertThat(hiddenStateOfPyTorch(3))
                .usingComparatorWithPrecision(FOUR_DIGITS)
                .containsExactly(0.0579f, 0.8836f, -0.9991f);
    }

    private static float[] hiddenStateOfPyTorch(int gates) throws IOException {
        int rows = 3 * gates;
        float[] embedding = new float[14];
        for (int t = 0; t < X.length; t++) {
            embedding[2 * t] = X[t];
            embedding[2 * t + 1] = X[t] / 2;
        }
        var tensors = new LinkedHashMap<String, ForeignArchive.Tensor>();
        tensors.put("encoder.weight", tensor(new int[] {7, 2}, embedding));
        tensors.put("rnn.weight_ih_l0", tensor(new int[] {rows, 2}, numbers(2 * rows, Math::cos)));
        tensors.put("rnn.weight_hh_l0", tensor(new int[] {rows, 3}, numbers(3 * rows, Math::sin)));
        tensors.put("rnn.bias_ih_l0", tensor(new int[] {rows}, numbers(rows, i -> BIAS[i % 4])));
        tensors.put("rnn.bias_hh_l0", tensor(new int[] {rows}, numbers(rows, i -> Math.cos(BIAS[i % 4]))));
        tensors.put("decoder.weight", tensor(new int[] {7, 3}, numbers(21, i -> i % 4 == 0 && i < 9 ? 1 : 0)));
        tensors.put("decoder.bias", tensor(new int[] {7}, new float[7]));
        byte[] archive = new ForeignArchive()
                .with("config.json", config(7))
                .with("model.safetensors", ForeignArchive.safetensors(tensors))
                .zip();
        Parameters parameters = ForeignArchive.read(new PyTorchFormat(ForeignArchive.LIMITS), archive)
                .parameters();
        return last(parameters, IntStream.range(0, 7).toArray());
    }

    /// As `KerasVectorsTest`: keras-team/keras, `keras/src/layers/rnn/gru_test.py` and `lstm_test.py` at
    /// 3422977a5e38fb2f7709aaa9a08e47f0c43d0f60 (Apache-2.0), the first sequence of the first case of each kind:
    /// kernels of 0.01, recurrent kernels of 0.02, biases of 0.03 but for an LSTM's forget gate, which has 1.
    @ParameterizedTest
    @CsvSource({"GRU_RESET_AFTER,0.5217289", "GRU_RESET_BEFORE,0.51447755", "LSTM,0.6288687"})
    void kerasGivesTheHiddenStatesOfItsOwnTests(CellKind cell, float expected) throws IOException {
        int gates = 3 * cell.gates();
        double[] bias = fill(cell.hasRecurrentBias() ? 2 * gates : gates, 0.03);
        if (cell == CellKind.LSTM) {
            Arrays.fill(bias, 3, 6, 1);
        }
        double[] dense = new double[54];
        dense[0] = dense[19] = dense[38] = 1;
        byte[] archive = new ForeignArchive()
                .with("config.json", config(18))
                .with(
                        "weights.npz",
                        npz(
                                ForeignArchive.npy(
                                        new int[] {18, 4},
                                        IntStream.range(0, 72).asDoubleStream().toArray()),
                                ForeignArchive.npy(new int[] {4, gates}, fill(4 * gates, 0.01)),
                                ForeignArchive.npy(new int[] {3, gates}, fill(3 * gates, 0.02)),
                                ForeignArchive.npy(
                                        cell.hasRecurrentBias() ? new int[] {2, gates} : new int[] {gates}, bias),
                                ForeignArchive.npy(new int[] {3, 18}, dense),
                                ForeignArchive.npy(new int[] {18}, new double[18])))
                .zip();

        Parameters parameters = ForeignArchive.read(new KerasFormat(ForeignArchive.LIMITS), archive)
                .parameters();

        assertThat(parameters.shape().cell()).isEqualTo(cell);
        assertThat(last(parameters, IntStream.range(0, 6).toArray()))
                .usingComparatorWithPrecision(KERAS_TOLERANCE)
                .containsExactly(expected, expected, expected);
    }

    private static byte[] npz(byte[]... arrays) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < arrays.length; i++) {
                zip.putNextEntry(new ZipEntry("arr_" + i + ".npy"));
                zip.write(arrays[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String config(int characters) {
        List<String> vocabulary = IntStream.range('a', 'a' + characters)
                .mapToObj(Character::toString)
                .toList();
        return "{\"vocabulary\": [%s]}"
                .formatted(vocabulary.stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
    }

    /// The first three logits after the last character.
    private static float[] last(Parameters parameters, int[] ids) {
        return Arrays.copyOf(Logits.afterEach(parameters, ids)[ids.length - 1], 3);
    }

    private static float[] numbers(int count, IntToDoubleFunction f) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) f.applyAsDouble(i);
        }
        return numbers;
    }

    private static double[] fill(int count, double value) {
        double[] numbers = new double[count];
        Arrays.fill(numbers, value);
        return numbers;
    }
}
