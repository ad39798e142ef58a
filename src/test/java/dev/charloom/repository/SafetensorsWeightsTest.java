package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsWeightsTest {

    private static final int V = 5;
    private static final int H = 3;

    /// Every cell, with and without an embedding, of one layer and of two.
    static Stream<ModelShape> shapes() {
        return Arrays.stream(CellKind.values())
                .flatMap(cell -> Stream.of(new ModelShape(V, cell, 2, H, 0), new ModelShape(V, cell, 1, H, 4)));
    }

    private static byte[] written(Parameters parameters) throws IOException {
        var out = new ByteArrayOutputStream();
        SafetensorsWeights.write(parameters, out);
        return out.toByteArray();
    }

    private static Parameters read(ModelShape shape, byte[] file) throws IOException {
        return SafetensorsWeights.read(shape, new ByteArrayInputStream(file));
    }

    private static List<int[]> bits(Parameters parameters) {
        var all = new ArrayList<int[]>();
        for (Parameters.Tensor tensor : parameters.tensors()) {
            float[] data = tensor.matrix().data;
            int[] bits = new int[data.length];
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(data[i]));
            all.add(bits);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsReadIsWhatWasWrittenBitForBit(ModelShape shape) throws IOException {
        Parameters weights = StoredModels.random(shape, 7);

        Parameters read = read(shape, written(weights));

        assertThat(bits(read)).usingRecursiveComparison().isEqualTo(bits(weights));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theSameWeightsAreTheSameBytes(ModelShape shape) throws IOException {
        assertThat(written(StoredModels.random(shape, 3))).isEqualTo(written(StoredModels.random(shape, 3)));
    }

    @Test
    void weightsLargerThanTheWriteBufferComeBack() throws IOException {
        var shape = new ModelShape(101, CellKind.GRU_RESET_AFTER, 1, 67, 31);
        Parameters weights = StoredModels.random(shape, 5);

        assertThat(bits(read(shape, written(weights))))
                .usingRecursiveComparison()
                .isEqualTo(bits(weights));
    }

    @Test
    void theHeaderOfATinyModelIsAlwaysTheSame() throws IOException {
        var shape = new ModelShape(2, CellKind.RNN, 1, 1, 1);
        String json = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"rnn.weight_ih_l0\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]},"
                + "\"rnn.weight_hh_l0\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[12,16]},"
                + "\"rnn.bias_ih_l0\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]},"
                + "\"rnn.bias_hh_l0\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[20,24]},"
                + "\"output.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[24,32]},"
                + "\"output.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[32,40]}}";
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        int length = padded.length();

        byte[] file = written(new Parameters(shape));

        assertThat(file).startsWith(length & 255, length >> 8, 0, 0, 0, 0, 0, 0).hasSize(8 + length + 40);
        assertThat(new String(file, 8, length, StandardCharsets.UTF_8)).isEqualTo(padded);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theFileHoldsTheNamesAndShapesOfPyTorchModules(ModelShape shape) throws IOException {
        var file = new SafetensorsFile(written(StoredModels.random(shape, 1)));
        var expected = new ArrayList<String>();
        long gates = (long) shape.cell().gates() * H;
        if (shape.embedding() > 0) {
            expected.add("embedding.weight[5, 4]");
        }
        for (int l = 0; l < shape.layers(); l++) {
            expected.add("rnn.weight_ih_l%d[%d, %d]".formatted(l, gates, shape.inputSize(l)));
            expected.add("rnn.weight_hh_l%d[%d, %d]".formatted(l, gates, H));
            expected.add("rnn.bias_ih_l%d[%d]".formatted(l, gates));
            expected.add("rnn.bias_hh_l%d[%d]".formatted(l, gates));
        }
        expected.addAll(List.of("output.weight[5, 3]", "output.bias[5]"));

        assertThat(file.describe()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aMatrixStandsInTheFileTransposed(ModelShape shape) throws IOException {
        Parameters weights = StoredModels.random(shape, 2);
        var file = new SafetensorsFile(written(weights));

        for (int l = 0; l < shape.layers(); l++) {
            assertTransposed(weights.layer(l).W(), file, "rnn.weight_ih_l" + l);
            assertTransposed(weights.layer(l).U(), file, "rnn.weight_hh_l" + l);
            assertThat(file.numbers("rnn.bias_ih_l" + l))
                    .isEqualTo(weights.layer(l).b().data);
        }
        assertTransposed(weights.outputWeights(), file, "output.weight");
        assertThat(file.numbers("output.bias")).isEqualTo(weights.outputBias().data);
        if (!shape.oneHot()) {
            assertThat(file.numbers("embedding.weight")).isEqualTo(weights.embedding().data);
        }
    }

    @Test
    void skipConnectionsHaveMatricesOfTheirOwnAndTiedWeightsNone() throws IOException {
        var shape = new ModelShape(V, CellKind.LSTM, 3, H, H, true, true);
        Parameters weights = StoredModels.random(shape, 5);
        var file = new SafetensorsFile(written(weights));

        assertThat(file.describe())
                .contains("embedding.weight[5, 3]", "skip.0.weight[5, 3]", "skip.1.weight[5, 3]")
                .doesNotContain("output.weight[5, 3]");
        assertTransposed(weights.skipWeights(1), file, "skip.1.weight");
        assertThat(bits(read(shape, written(weights))))
                .usingRecursiveComparison()
                .isEqualTo(bits(weights));
    }

    @Test
    void gainsOfLayerNormalisationAreStored() throws IOException {
        var shape = new ModelShape(V, CellKind.GRU_RESET_AFTER, 2, H, 4, false, false, true);
        Parameters weights = StoredModels.random(shape, 7);
        var file = new SafetensorsFile(written(weights));

        assertThat(file.describe()).contains("rnn.norm_ih_l0[9]", "rnn.norm_hh_l1[9]");
        assertThat(file.numbers("rnn.norm_hh_l1")).isEqualTo(weights.layer(1).gU().data);
        assertThat(bits(read(shape, written(weights))))
                .usingRecursiveComparison()
                .isEqualTo(bits(weights));
    }

    /// Row g·H+h of the file is column g·H+h here.
    private static void assertTransposed(FMatrixRMaj matrix, SafetensorsFile file, String name) {
        for (int column = 0; column < matrix.numCols; column++) {
            for (int row = 0; row < matrix.numRows; row++) {
                assertThat(file.number(name, column, row)).isEqualTo(matrix.get(row, column));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theSecondBiasIsZeroWhereTheCellHasNone(ModelShape shape) throws IOException {
        Parameters weights = StoredModels.random(shape, 4);
        var file = new SafetensorsFile(written(weights));

        float[] expected = shape.cell().hasRecurrentBias()
                ? weights.layer(0).bU().data
                : new float[shape.cell().gates() * H];
        assertThat(file.numbers("rnn.bias_hh_l0")).isEqualTo(expected);
    }

    @Test
    void twoBiasesOfPyTorchBecomeOneWhateverTheirOrderInTheFile() throws IOException {
        var shape = new ModelShape(V, CellKind.LSTM, 1, H, 0);
        var source = new SafetensorsFile(written(new Parameters(shape)));
        Arrays.fill(source.numbers("rnn.bias_ih_l0"), 0.25f);
        Arrays.fill(source.numbers("rnn.bias_hh_l0"), 0.5f);
        var names = new ArrayList<>(source.names());

        assertThat(read(shape, source.bytes(names)).layer(0).b().data).containsOnly(0.75f);
        Collections.reverse(names);
        assertThat(read(shape, source.bytes(names)).layer(0).b().data).containsOnly(0.75f);
    }

    @Test
    void theTensorsMayStandInAnyOrder() throws IOException {
        var shape = new ModelShape(V, CellKind.GRU_RESET_AFTER, 2, H, 4);
        Parameters weights = StoredModels.random(shape, 6);
        var source = new SafetensorsFile(written(weights));
        List<String> alphabetical = source.names().stream().sorted().toList();

        assertThat(bits(read(shape, source.bytes(alphabetical))))
                .usingRecursiveComparison()
                .isEqualTo(bits(weights));
    }
}
