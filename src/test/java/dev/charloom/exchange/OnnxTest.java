package dev.charloom.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.charloom.JavaProcess;
import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxTest {

    private static final double TIE = 1e-4;

    @ParameterizedTest
    @MethodSource("dev.charloom.exchange.Versions#shapes")
    void onnxRuntimeComputesTheSameLogits(ModelShape shape) throws IOException {
        assertThat(new OnnxFormat().largestDifference(Versions.random(shape, 4)).orElseThrow())
                .isPositive()
                .isLessThan(1e-5);
    }

    /// Where the two best characters are closer than 1e-4, either program may write either.
    @ParameterizedTest
    @MethodSource("dev.charloom.exchange.Versions#shapes")
    void onnxRuntimeWritesTheSameGreedyText(ModelShape shape) throws OrtException {
        Parameters parameters = lively(shape);
        int[] ids = greedyText(parameters, 501);

        float[][] ours = Logits.afterEach(parameters, Arrays.copyOf(ids, 500));

        for (int t = 0; t < 500; t++) {
            assertThat(ours[t][greedy(ours[t])] - ours[t][ids[t + 1]])
                    .as("how much better our character %d is", t)
                    .isLessThan((float) TIE);
        }
    }

    /// The first model that does not write one and the same character over and over.
    private static Parameters lively(ModelShape shape) throws OrtException {
        for (int seed = 0; seed < 100; seed++) {
            Parameters parameters = Versions.weights(shape, seed);
            if (IntStream.of(greedyText(parameters, 50)).skip(20).distinct().count() >= 3) {
                return parameters;
            }
        }
        throw new AssertionError("no model of " + shape + " writes three characters");
    }

    private static int[] greedyText(Parameters parameters, int characters) throws OrtException {
        byte[] model = ForeignArchive.bytes(new OnnxFormat(), Versions.of(parameters));
        int[] ids = new int[characters];
        try (var runtime = new Stepwise(model, parameters.shape())) {
            for (int t = 1; t < characters; t++) {
                ids[t] = greedy(runtime.logits(ids[t - 1]));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("dev.charloom.exchange.Versions#shapes")
    void theIdBehindTheLastIsTheZeroVector(ModelShape shape) throws OrtException {
        Parameters parameters = Versions.weights(shape, 6);
        byte[] model = ForeignArchive.bytes(new OnnxFormat(), Versions.of(parameters));

        float[][] ours = Logits.afterEach(parameters, new int[] {-1, 3});

        try (var runtime = new Stepwise(model, shape)) {
            assertThat(runtime.logits(shape.vocabulary()))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(ours[0]);
            assertThat(runtime.logits(3)).usingComparatorWithPrecision(1e-5f).containsExactly(ours[1]);
        }
    }

    @Test
    void tiedWeightsAreWrittenOut() throws IOException {
        var shape = new ModelShape(Versions.V, CellKind.GRU_RESET_AFTER, 2, 5, 5, false, true);

        assertThat(new OnnxFormat().largestDifference(Versions.random(shape, 3)).orElseThrow())
                .isLessThan(1e-5);
    }

    /// In a process of its own, which otherwise would end here: the library calls itself for every character of it.
    @Test
    void aLongCommandLineDoesNotEndTheProcess() throws Exception {
        String output = JavaProcess.outputOf(Usable.class, "-Dlong=" + "x".repeat(20_000));
        assertThat(output).contains("usable: true");
    }

    /// Prints whether ONNX Runtime can be used.
    static final class Usable {

        public static void main(String[] args) {
            System.out.println("usable: " + OnnxRuntime.isUsable());
        }
    }

    @Test
    void theFileSaysWhatItsIdsAre() throws OrtException {
        var shape = new ModelShape(Versions.V, CellKind.LSTM, 1, 3, 0);
        byte[] model = ForeignArchive.bytes(new OnnxFormat(), Versions.random(shape, 1));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(model)) {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();

            assertThat(metadata).containsEntry("mode", "lines").containsEntry("noCharacter", "11");
            assertThat(metadata.get("vocabulary")).startsWith("[\"\\n\",\"a\",\"b\"");
        }
    }

    private static int greedy(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }

    /// ONNX Runtime, one character at a time, each with the states that the one before gave.
    private static final class Stepwise implements AutoCloseable {

        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        private final OrtSession session;
        private final Map<String, float[][][]> states = new HashMap<>();

        Stepwise(byte[] model, ModelShape shape) throws OrtException {
            options.setIntraOpNumThreads(1); // more of them would wait for each other
            session = environment.createSession(model, options);
            session.getInputNames().stream()
                    .filter(name -> !name.equals("ids"))
                    .forEach(name -> states.put(name, new float[1][1][shape.hidden()]));
        }

        float[] logits(int id) throws OrtException {
            var inputs = new HashMap<String, OnnxTensor>();
            inputs.put("ids", OnnxTensor.createTensor(environment, new long[][] {{id}}));
            for (var state : states.entrySet()) {
                inputs.put(state.getKey(), OnnxTensor.createTensor(environment, state.getValue()));
            }
            try (var results = session.run(inputs)) {
                for (var state : states.entrySet()) {
                    state.setValue((float[][][])
                            results.get("next_" + state.getKey()).orElseThrow().getValue());
                }
                return ((float[][][]) results.get("logits").orElseThrow().getValue())[0][0];
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }

        @Override
        public void close() throws OrtException {
            session.close();
            options.close();
        }
    }
}
