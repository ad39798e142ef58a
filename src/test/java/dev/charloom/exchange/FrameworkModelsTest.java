package dev.charloom.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.repository.StoredVersion;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.util.RawValue;

/// Models that other frameworks made, with the logits that those computed: PyTorch 2.13.0, Keras 3.15.1 (on
/// PyTorch), and, by their equations in NumPy 2.4.6, the deep-RNN article and TensorFlow 1's `BasicLSTMCell`. All
/// have seven characters, two layers (TensorFlow's: one) of five units, random weights and biases.
/// `src/test/scripts/framework-models write` made them.
class FrameworkModelsTest {

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("pytorch-rnn", "pytorch", new ModelShape(7, CellKind.RNN, 2, 5, 3)),
                Arguments.of("pytorch-gru", "pytorch", new ModelShape(7, CellKind.GRU_RESET_AFTER, 2, 5, 3)),
                Arguments.of("pytorch-lstm", "pytorch", new ModelShape(7, CellKind.LSTM, 2, 5, 3)),
                Arguments.of("pytorch-lstm-one-hot", "pytorch", new ModelShape(7, CellKind.LSTM, 2, 5, 0)),
                Arguments.of("keras-rnn", "keras", new ModelShape(7, CellKind.RNN, 2, 5, 0)),
                Arguments.of("keras-gru-after", "keras", new ModelShape(7, CellKind.GRU_RESET_AFTER, 2, 5, 3)),
                Arguments.of("keras-gru-before", "keras", new ModelShape(7, CellKind.GRU_RESET_BEFORE, 2, 5, 3)),
                Arguments.of("keras-lstm", "keras", new ModelShape(7, CellKind.LSTM, 2, 5, 3)),
                Arguments.of("tensorflow1-lstm", "keras", new ModelShape(7, CellKind.LSTM, 1, 5, 0)),
                Arguments.of("article-gru", "numpy-directory", new ModelShape(7, CellKind.GRU_RESET_BEFORE, 2, 5, 0)),
                Arguments.of("article-lstm", "numpy-directory", new ModelShape(7, CellKind.LSTM, 2, 5, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void logitsAreThoseOfTheFramework(String name, String format, ModelShape shape) throws IOException {
        StoredVersion version = read(format, ForeignArchive.resource(name + ".zip"));

        assertThat(version.parameters().shape()).isEqualTo(shape);
        assertThat(version.manifest().vocabulary()).containsExactly('\n', ' ', 'a', 'b', 'e', 'n', 'ü');
        assertThat((double) version.manifest().training().parameters().get("selfCheckDifference"))
                .isLessThan(1e-5);
    }

    static Stream<Arguments> misunderstandings() {
        return Stream.of(
                Arguments.of("pytorch-lstm", "pytorch", "gateOrder", "[\"i\",\"o\",\"f\",\"g\"]"),
                Arguments.of("pytorch-gru", "pytorch", "gateOrder", "[\"z\",\"r\",\"n\"]"),
                Arguments.of("pytorch-gru", "pytorch", "updateGate", "\"candidate\""),
                Arguments.of("keras-gru-before", "keras", "gateOrder", "[\"r\",\"z\",\"h\"]"),
                Arguments.of("keras-lstm", "keras", "forgetBias", "1.0"),
                Arguments.of("tensorflow1-lstm", "keras", "forgetBias", "0.0"));
    }

    @ParameterizedTest(name = "{0} with {2} {3}")
    @MethodSource("misunderstandings")
    void aModelThatIsMisunderstoodFailsItsSelfCheck(String name, String format, String field, String value)
            throws IOException {
        var archive = ForeignArchive.of(ForeignArchive.resource(name + ".zip"));
        var config = archive.config();
        config.putRawValue(field, new RawValue(value));

        assertThatThrownBy(() -> read(format, archive.withConfig(config).zip()))
                .isInstanceOf(ImportRejected.class)
                .hasMessageContaining("its self-check fails");
    }

    @Test
    void anUpdateGateThatWeightsTheCandidateIsNegated() throws IOException {
        var archive = ForeignArchive.of(ForeignArchive.resource("pytorch-gru.zip"));
        StoredVersion plain = read("pytorch", archive.zip());
        var config = archive.config();
        config.remove("selfCheck");
        config.put("updateGate", "candidate");

        StoredVersion other = read("pytorch", archive.withConfig(config).zip());

        var ours = new OurTensors(plain.parameters());
        for (var tensor : other.parameters().tensors()) {
            boolean recurrent = tensor.name().startsWith("layer.");
            for (int i = 0; i < tensor.values().length; i++) {
                boolean z = recurrent && i % tensor.columns() / 5 == 1; // r, z, n, five columns each
                float expected = ours.get(tensor.name()).values()[i];
                assertThat(tensor.values()[i]).as(tensor.name()).isEqualTo(z ? -expected : expected);
            }
        }
    }

    @Test
    void theArticlesProgramMayCountLevelsFromOneAndMultiplyRows() throws IOException {
        byte[] original = ForeignArchive.resource("article-gru.zip");
        StoredVersion expected = read("numpy-directory", original);
        var other = new ForeignArchive();
        for (Map.Entry<String, byte[]> file :
                ForeignArchive.of(original).files().entrySet()) {
            if (!file.getKey().endsWith(".npy")) {
                other.with(file.getKey(), file.getValue());
            }
        }
        var layout = new NumpyDirectoryLayout(1, false, false);
        var ours = new OurTensors(expected.parameters());
        for (TensorLayout array : layout.of(expected.parameters().shape())) {
            float[] values = array.from(ours);
            double[] doubles = new double[values.length];
            Arrays.setAll(doubles, i -> values[i]);
            other.with("weights/" + array.name() + ".npy", ForeignArchive.npy(array.shape(), doubles));
        }

        StoredVersion version = read("numpy-directory", other.zip()); // proves itself

        assertThat(version.manifest().training().parameters()).containsKey("selfCheckDifference");
    }

    private static StoredVersion read(String format, byte[] archive) throws IOException {
        ModelFormat reader = switch (format) {
            case "pytorch" -> new PyTorchFormat(ForeignArchive.LIMITS);
            case "keras" -> new KerasFormat(ForeignArchive.LIMITS);
            default -> new NumpyDirectoryFormat(ForeignArchive.LIMITS);
        };
        return ForeignArchive.read(reader, archive);
    }
}
