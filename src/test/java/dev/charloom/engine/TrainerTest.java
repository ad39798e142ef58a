package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.NativeKernel;
import dev.charloom.engine.kernel.QuantizedBlas;
import dev.charloom.engine.kernel.WeightBits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

    private static final int VOCABULARY = 29;
    private static final int LANES = 7;
    private static final int STEPS = 9;
    private static final double RATE = 0.01;

    /// What a training run leaves: its weights, the state and what each step said.
    private record Run(Parameters weights, State state, List<Trainer.StepResult> results) {}

    @ParameterizedTest
    @EnumSource
    void theWeightsAreTheSameBitsWhateverTheThreads(CellKind cell) {
        var shape = new ModelShape(VOCABULARY, cell, 2, 33, 6);
        Run one = train(shape, 1, 1);
        for (int threads = 2; threads <= 3; threads++) {
            assertSame(train(shape, 1, threads), one);
        }
    }

    @Test
    void oneHotModelsAreTheSameBitsWhateverTheThreads() {
        var shape = new ModelShape(VOCABULARY, CellKind.GRU_RESET_AFTER, 1, 17, 0);
        assertSame(train(shape, 1, 3), train(shape, 1, 1));
    }

    @Test
    void aTrainerThatThereIsNoMemoryForLeavesNoThreads() {
        var shape = new ModelShape(2, CellKind.RNN, 1, 1, 0);
        Set<Thread> before = members();

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> new Trainer(
                        RandomModel.parameters(shape, new SplittableRandom(1)),
                        new Sgd(shape, 0.9),
                        1,
                        Integer.MAX_VALUE, // more than any array has
                        1,
                        new JavaBlas(),
                        3));

        await().until(() -> before.containsAll(members()));
    }

    private static Set<Thread> members() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("charloom-training-"))
                .collect(Collectors.toSet());
    }

    @Test
    void moreThreadsThanLanesGiveTheSameBits() {
        var shape = new ModelShape(3, CellKind.LSTM, 1, 2, 0);
        assertSame(train(shape, 1, 5), train(shape, 1, 1));
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
        var shape = new ModelShape(VOCABULARY, CellKind.LSTM, 1, 17, 6);
        Run run = train(shape, 1, 2);
        assertSame(train(shape, 1, 2), run);
        assertThat(train(shape, 2, 2).weights().outputWeights().data)
                .isNotEqualTo(run.weights().outputWeights().data);
    }

    /// Of kernels in machine code, on processors that run them.
    @ParameterizedTest
    @EnumSource
    void theWeightsAreTheSameBitsWithEveryExactKernel(CellKind cell) {
        for (int hidden : new int[] {1, 16, 33, 130}) {
            var shape = new ModelShape(VOCABULARY, cell, 2, hidden, 6);
            Run inJava = train(shape, 1, 1);
            for (Blas machineCode : NativeKernel.machineCode()) {
                for (int threads = 1; threads <= 2; threads++) {
                    assertSame(train(shape, 1, threads, machineCode), inJava);
                }
            }
        }
    }

    @Test
    void nothingIsTrainedIn8Bits() {
        var shape = new ModelShape(VOCABULARY, CellKind.LSTM, 2, 33, 6);
        assertSame(train(shape, 1, 1, new QuantizedBlas(new JavaBlas(), WeightBits.EIGHT)), train(shape, 1, 1));
    }

    private static Run train(ModelShape shape, long seed, int threads) {
        return train(shape, seed, threads, new JavaBlas());
    }

    private static Run train(ModelShape shape, long seed, int threads, Blas blas) {
        var random = new SplittableRandom(seed);
        Parameters weights = new Initializer(random).initialize(shape);
        var state = new State(shape, LANES);
        var results = new ArrayList<Trainer.StepResult>();
        try (var trainer = trainer(weights, 0.5, threads, blas)) {
            for (int step = 0; step < 6; step++) {
                PackedBatch batch = PackedBatch.random(shape.vocabulary(), LANES, STEPS, step % 2 == 0, random);
                results.add(trainer.step(batch.window(), state, RATE));
            }
            assertThat(trainer.steps()).isEqualTo(6);
        }
        return new Run(weights, state, results);
    }

    private static Trainer trainer(Parameters weights, double clipNorm, int threads) {
        return trainer(weights, clipNorm, threads, new JavaBlas());
    }

    private static Trainer trainer(Parameters weights, double clipNorm, int threads, Blas blas) {
        return new Trainer(weights, new Adam(weights.shape()), clipNorm, LANES * STEPS, LANES, blas, threads);
    }

    private static void assertSame(Run actual, Run expected) {
        assertThat(actual.results()).isEqualTo(expected.results());
        assertThatEqual(actual.weights(), expected.weights());
        for (int lane = 0; lane < LANES; lane++) {
            assertThat(StateRows.of(actual.state(), 0, lane)).isEqualTo(StateRows.of(expected.state(), 0, lane));
        }
    }

    /// Over two steps, because the first update of Adam hardly depends on the length of the gradient.
    @ParameterizedTest
    @EnumSource
    void aStepIsTheGradientClippedAndHandedToAdam(CellKind cell) {
        var shape = new ModelShape(VOCABULARY, cell, 2, 9, 4);
        var random = new SplittableRandom(11);
        Parameters weights = RandomModel.parameters(shape, random);
        Parameters expected = weights.copy();
        var adam = new Adam(shape);
        double clipNorm = 0.1;
        try (var trainer = trainer(weights, clipNorm, 2)) {
            for (int step = 1; step <= 2; step++) {
                State initial = RandomModel.state(shape, LANES, random);
                PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, true, random);
                TrainingPass pass = TrainingPass.of(expected, batch, initial, 1);
                double norm = norm(pass.gradients());
                assertThat(norm).isGreaterThan(2 * clipNorm);
                adam.begin(step, RATE / step);
                adam.update(expected, pass.gradients(), (float) (clipNorm / norm), SoleWorker.create(shape));

                Trainer.StepResult result = trainer.step(batch.window(), initial.copy(), RATE / step);

                assertThat(result.loss()).isEqualTo(pass.loss());
                assertThat(result.gradientNorm()).isCloseTo(norm, within(1e-12 * norm));
                assertThatEqual(weights, expected);
            }
        }
    }

    private static void assertThatEqual(Parameters actual, Parameters expected) {
        for (Parameters.Tensor tensor : expected.tensors()) {
            assertThat(actual.find(tensor.name()).orElseThrow().data)
                    .as(tensor.name())
                    .isEqualTo(tensor.matrix().data);
        }
    }

    private static double norm(Parameters gradients) {
        double sum = 0;
        for (Parameters.Tensor tensor : gradients.tensors()) {
            for (float g : tensor.matrix().data) {
                sum += (double) g * g;
            }
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @EnumSource
    void theNextStepSeesTheNewWeights(CellKind cell) {
        var shape = new ModelShape(VOCABULARY, cell, 2, 9, 4);
        var random = new SplittableRandom(12);
        Parameters weights = RandomModel.parameters(shape, random);
        State initial = RandomModel.state(shape, LANES, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, true, random);
        try (var trainer = trainer(weights, 0, 2)) {
            trainer.step(batch.window(), initial.copy(), RATE);

            double second = trainer.step(batch.window(), initial.copy(), 0).loss();
            double evaluated = trainer.loss(batch.window(), initial.copy());

            assertThat(second)
                    .isEqualTo(TrainingPass.of(weights, batch, initial, 1).loss());
            assertThat(evaluated).isEqualTo(second);
        }
    }

    @Test
    void evaluatingTrainsNothing() {
        var shape = new ModelShape(VOCABULARY, CellKind.LSTM, 1, 9, 4);
        var random = new SplittableRandom(13);
        Parameters weights = RandomModel.parameters(shape, random);
        Parameters before = weights.copy();
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, true, random);
        try (var trainer = trainer(weights, 0, 2)) {
            trainer.loss(batch.window(), new State(shape, LANES));
            assertThat(trainer.steps()).isZero();
        }
        assertThatEqual(weights, before);
    }
}
