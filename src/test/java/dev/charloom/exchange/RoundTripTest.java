package dev.charloom.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import dev.charloom.repository.StoredVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private static final ModelFormat PYTORCH = new PyTorchFormat(ForeignArchive.LIMITS);
    private static final ModelFormat KERAS = new KerasFormat(ForeignArchive.LIMITS);
    private static final ModelFormat NUMPY = new NumpyDirectoryFormat(ForeignArchive.LIMITS);
    private static final int[] IDS =
            IntStream.range(0, 40).map(t -> t * t % Versions.V).toArray();

    static Stream<Arguments> expressible() {
        return Stream.of(PYTORCH, KERAS, NUMPY)
                .flatMap(format -> Versions.shapes()
                        .filter(shape -> isExpressible(format, shape.cell()))
                        .map(shape -> Arguments.of(format.name(), shape, format)));
    }

    private static boolean isExpressible(ModelFormat format, CellKind cell) {
        return switch (format.name()) {
            case "pytorch" -> cell != CellKind.GRU_RESET_BEFORE;
            case "numpy-directory" -> cell == CellKind.GRU_RESET_BEFORE || cell == CellKind.LSTM;
            default -> true;
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("expressible")
    void whatComesBackComputesTheSameLogits(String name, ModelShape shape, ModelFormat format) throws IOException {
        StoredVersion sent = Versions.random(shape, 7);

        StoredVersion back = ForeignArchive.read(format, ForeignArchive.bytes(format, sent));

        float[][] expected = Logits.afterEach(sent.parameters(), IDS);
        float[][] logits = Logits.afterEach(back.parameters(), IDS);
        assertThat(Logits.largestDifference(expected, logits)).isLessThanOrEqualTo(1e-4);
        assertThat(back.manifest().vocabulary()).isEqualTo(sent.manifest().vocabulary());
        assertThat(back.manifest().tokenisation()).isEqualTo(sent.manifest().tokenisation());
    }

    /// The article has no embedding: there the product with the first layer's weights comes back.
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("expressible")
    void everyWeightComesBackAsItWas(String name, ModelShape shape, ModelFormat format) throws IOException {
        StoredVersion sent = Versions.random(shape, 8);
        Parameters expected = format.equals(NUMPY) ? OneHotInput.of(sent.parameters()) : sent.parameters();

        StoredVersion back = ForeignArchive.read(format, ForeignArchive.bytes(format, sent));

        assertThat(back.parameters().shape()).isEqualTo(expected.shape());
        assertThat(numbers(back.parameters())).usingRecursiveComparison().isEqualTo(numbers(expected));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("expressible")
    void theSameVersionIsTheSameBytes(String name, ModelShape shape, ModelFormat format) {
        assertThat(ForeignArchive.bytes(format, Versions.random(shape, 9)))
                .isEqualTo(ForeignArchive.bytes(format, Versions.random(shape, 9)));
    }

    @Test
    void aModelWithoutItsEmbeddingIsTheSameFunction() {
        Parameters parameters = Versions.weights(new ModelShape(Versions.V, CellKind.LSTM, 2, 5, 4), 3);

        Parameters oneHot = OneHotInput.of(parameters);

        assertThat(Logits.largestDifference(Logits.afterEach(parameters, IDS), Logits.afterEach(oneHot, IDS)))
                .isLessThan(1e-5);
    }

    @Test
    void aGruThatResetsBeforeTheProductIsRefusedByPyTorch() {
        StoredVersion version = Versions.random(new ModelShape(Versions.V, CellKind.GRU_RESET_BEFORE, 1, 3, 0), 1);

        assertThatThrownBy(() -> ForeignArchive.bytes(PYTORCH, version))
                .isInstanceOf(NotExpressible.class)
                .hasMessageContaining("resets after the recurrent product");
    }

    static Stream<Arguments> shapesThatAreNoPlainStack() {
        return Stream.of(PYTORCH, KERAS, NUMPY, new OnnxFormat())
                .flatMap(format -> Stream.of(
                        Arguments.of(
                                format.name(),
                                "skipConnections",
                                format,
                                new ModelShape(Versions.V, CellKind.LSTM, 2, 3, 0, true, false)),
                        Arguments.of(
                                format.name(),
                                "layerNorm",
                                format,
                                new ModelShape(Versions.V, CellKind.LSTM, 1, 3, 0, false, false, true))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("shapesThatAreNoPlainStack")
    void whatNoFormatHoldsIsRefusedBeforeAnythingIsWritten(
            String name, String option, ModelFormat format, ModelShape shape) {
        var out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> format.write(Versions.random(shape, 1), out))
                .isInstanceOf(NotExpressible.class)
                .hasMessageContaining(option);
        assertThat(out.size()).isZero();
    }

    static Stream<ModelFormat> formatsOfLstms() {
        return Stream.of(PYTORCH, KERAS, NUMPY);
    }

    @ParameterizedTest
    @MethodSource("formatsOfLstms")
    void tiedWeightsComeBackAsWeightsOfTheOutput(ModelFormat format) throws IOException {
        var shape = new ModelShape(Versions.V, CellKind.LSTM, 2, 5, 5, false, true);
        StoredVersion sent = Versions.random(shape, 4);

        Parameters back =
                ForeignArchive.read(format, ForeignArchive.bytes(format, sent)).parameters();

        assertThat(back.shape().tied()).isFalse();
        assertThat(Logits.largestDifference(Logits.afterEach(sent.parameters(), IDS), Logits.afterEach(back, IDS)))
                .isLessThan(1e-5);
    }

    @Test
    void tiedWeightsThatPyTorchWritesOnceAreReadForBothNames() throws IOException {
        StoredVersion sent = Versions.random(new ModelShape(Versions.V, CellKind.LSTM, 1, 3, 3, false, true), 4);
        Parameters plain = PlainParameters.of(PYTORCH.name(), sent.parameters());
        var tensors = new LinkedHashMap<String, ForeignArchive.Tensor>();
        for (TensorLayout tensor :
                PyTorchLayout.of(plain.shape(), PyTorchLayout.Names.OURS, GateOrder.pytorch(CellKind.LSTM), false)) {
            tensors.put(tensor.name(), ForeignArchive.tensor(tensor.shape(), tensor.from(new OurTensors(plain))));
        }
        tensors.remove("output.weight");
        byte[] once = ForeignArchive.safetensors(tensors, "output.weight", "embedding.weight");

        byte[] archive = ForeignArchive.written(PYTORCH, sent)
                .with("model.safetensors", once)
                .zip();

        assertThat(numbers(ForeignArchive.read(PYTORCH, archive).parameters()))
                .usingRecursiveComparison()
                .isEqualTo(numbers(plain));
    }

    @Test
    void whatTheArticleDoesNotHaveIsRefusedThere() {
        for (CellKind cell : List.of(CellKind.RNN, CellKind.GRU_RESET_AFTER)) {
            StoredVersion version = Versions.random(new ModelShape(Versions.V, cell, 1, 3, 0), 1);

            assertThatThrownBy(() -> ForeignArchive.bytes(NUMPY, version)).isInstanceOf(NotExpressible.class);
        }
    }

    @Test
    void filesMayAllLieInOneDirectory() throws IOException {
        StoredVersion sent = Versions.random(new ModelShape(Versions.V, CellKind.LSTM, 1, 3, 0), 2);
        for (ModelFormat format : List.of(PYTORCH, KERAS, NUMPY)) {
            byte[] zip = ForeignArchive.written(format, sent).zip("my-model/");

            assertThat(numbers(ForeignArchive.read(format, zip).parameters()))
                    .usingRecursiveComparison()
                    .isEqualTo(numbers(sent.parameters()));
        }
    }

    private static List<float[]> numbers(Parameters parameters) {
        return parameters.tensors().stream().map(Parameters.Tensor::values).toList();
    }
}
