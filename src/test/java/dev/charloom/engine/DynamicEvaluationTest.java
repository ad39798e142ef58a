package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DynamicEvaluationTest {

    private static final int LANES = 2;
    private static final DynamicEvaluation.Settings STILL = new DynamicEvaluation.Settings(0, 0, 1);

    private static PackedBatch batch(long seed) {
        return PackedBatch.random(7, LANES, 6, true, new SplittableRandom(seed));
    }

    private static DynamicEvaluation reader(Parameters weights, DynamicEvaluation.Settings settings, int threads) {
        return new DynamicEvaluation(weights, settings, 6 * LANES, LANES, new JavaBlas(), threads);
    }

    @ParameterizedTest
    @EnumSource
    void aStretchIsScoredBeforeItIsLearnedFrom(CellKind cell) {
        var shape = new ModelShape(7, cell, 2, 9, 4);
        Parameters weights = RandomModel.parameters(shape, new SplittableRandom(1));
        Parameters before = weights.copy();
        State initial = RandomModel.state(shape, LANES, new SplittableRandom(2));
        PackedBatch first = batch(3);
        TrainingPass pass = TrainingPass.of(weights, first, initial, 1);
        try (var reader = reader(weights, new DynamicEvaluation.Settings(0.5, 0.25, 0.01), 2)) {
            State state = initial.copy();

            assertThat(reader.read(first.window(), state)).isEqualTo(pass.loss());

            for (int lane = 0; lane < LANES; lane++) {
                assertThat(StateRows.of(state, 1, lane)).isEqualTo(StateRows.of(pass.state(), 1, lane));
            }
            Parameters expected = learned(before, pass.gradients(), 0.5, 0.01);
            PackedBatch second = batch(4);
            double loss = new NaiveNetwork(expected).loss(second, state.copy());
            assertThat(reader.read(second.window(), state)).isCloseTo(loss, within(1e-5 * loss));
        }
        for (Parameters.Tensor tensor : before.tensors()) { // the model itself learns nothing
            assertThat(weights.find(tensor.name()).orElseThrow().data).isEqualTo(tensor.matrix().data);
        }
    }

    @Test
    void aReaderThatThereIsNoMemoryForLeavesNoThreads() {
        Parameters weights = RandomModel.parameters(new ModelShape(2, CellKind.RNN, 1, 1, 0), new SplittableRandom(1));
        Set<Thread> before = members();

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> new DynamicEvaluation(
                        weights, STILL, Integer.MAX_VALUE, 1, new JavaBlas(), 3)); // more rows than any array has

        await().until(() -> before.containsAll(members()));
    }

    private static Set<Thread> members() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("charloom-dynamic-evaluation-"))
                .collect(Collectors.toSet());
    }

    private static Parameters learned(Parameters before, Parameters gradients, double rate, double clipNorm) {
        double squares = gradients.tensors().stream()
                .flatMapToDouble(
                        tensor -> IntStream.range(0, tensor.values().length).mapToDouble(i -> tensor.values()[i]))
                .map(g -> g * g)
                .sum();
        double scale = Math.min(1, clipNorm / Math.sqrt(squares));
        Parameters after = before.copy();
        for (int i = 0; i < after.tensors().size(); i++) {
            float[] w = after.tensors().get(i).values();
            float[] g = gradients.tensors().get(i).values();
            for (int j = 0; j < w.length; j++) {
                w[j] -= (float) (rate * scale * g[j]);
            }
        }
        return after;
    }

    @Test
    void withoutARateItReadsAsANetworkDoes() {
        var shape = new ModelShape(7, CellKind.LSTM, 2, 9, 4);
        Parameters weights = RandomModel.parameters(shape, new SplittableRandom(5));
        var state = new State(shape, LANES);
        var plain = new State(shape, LANES);
        try (var reader = reader(weights, STILL, 1)) {
            for (int number = 0; number < 3; number++) {
                PackedBatch batch = batch(number);
                TrainingPass pass = TrainingPass.of(weights, batch, plain, 1);
                assertThat(reader.read(batch.window(), state)).isEqualTo(pass.loss());
                plain.copyFrom(pass.state());
            }
        }
    }

    @Test
    void decayLeadsBackToTheTrainedWeights() {
        var shape = new ModelShape(7, CellKind.GRU_RESET_AFTER, 1, 9, 4);
        Parameters weights = RandomModel.parameters(shape, new SplittableRandom(6));
        PackedBatch batch = batch(7);
        var silent = new PackedBatch(new int[] {1}, new int[] {1}, new int[] {-1}); // teaches nothing
        double trained =
                TrainingPass.of(weights, batch, new State(shape, LANES), 1).loss();
        try (var reader = reader(weights, new DynamicEvaluation.Settings(1, 0.5, 1), 1)) {
            reader.read(batch.window(), new State(shape, LANES));
            double away = reader.read(silent.window(), new State(shape, LANES));
            assertThat(away).isZero();
            for (int step = 0; step < 60; step++) {
                reader.read(silent.window(), new State(shape, LANES));
            }
            assertThat(reader.read(batch.window(), new State(shape, LANES))).isCloseTo(trained, within(1e-4));
        }
    }

    @Test
    void aTextThatRepeatsItselfIsReadBetterAndBetter() {
        var shape = new ModelShape(7, CellKind.LSTM, 1, 24, 8);
        Parameters weights = new Initializer(new SplittableRandom(8)).initialize(shape);
        PackedBatch batch = batch(9);
        try (var reader = reader(weights, DynamicEvaluation.Settings.defaults(), 1)) {
            double first = reader.read(batch.window(), new State(shape, LANES));
            double last = first;
            for (int again = 0; again < 100; again++) {
                last = reader.read(batch.window(), new State(shape, LANES));
            }
            assertThat(last).isLessThan(0.9 * first);
        }
    }
}
