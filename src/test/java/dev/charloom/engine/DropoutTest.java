package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Locked dropout and weight-drop, against [NaiveNetwork] with the same masks.
class DropoutTest {

    private static final long SEED = 42;
    private static final int VOCABULARY = 11;
    private static final Dropout ALL = new Dropout(0.2, 0.3, 0.4, 0.25, SEED);

    static Stream<Arguments> dropouts() {
        return Stream.of(CellKind.values())
                .flatMap(cell -> Stream.of(0, 5)
                        .flatMap(embedding -> Stream.of(
                                        new Dropout(0.3, 0, 0, 0, SEED),
                                        new Dropout(0, 0.3, 0, 0, SEED),
                                        new Dropout(0, 0, 0.3, 0, SEED),
                                        new Dropout(0, 0, 0, 0.3, SEED),
                                        ALL)
                                .map(dropout -> Arguments.of(cell, embedding, dropout))));
    }

    @ParameterizedTest
    @MethodSource("dropouts")
    void lossAndGradientsEqualTheOraclesWhateverTheThreads(CellKind cell, int embedding, Dropout dropout) {
        var random = new SplittableRandom(1);
        for (int layers = 1; layers <= 3; layers++) {
            var shape = new ModelShape(VOCABULARY, cell, layers, 17, embedding);
            PackedBatch batch = PackedBatch.random(VOCABULARY, 6, 7, true, random);
            OracleComparison.requireEqual(shape, dropout, layers, batch, random, 1, 3);
        }
    }

    /// So many lanes that the products with the inputs are computed step by step.
    @ParameterizedTest
    @EnumSource
    void windowsOfManyLanesEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(2);
        for (int embedding : new int[] {0, 3}) {
            OracleComparison.requireEqual(
                    new ModelShape(5, cell, 2, 9, embedding),
                    ALL,
                    7,
                    PackedBatch.random(5, 300, 6, true, random),
                    random,
                    1,
                    2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unitsDividedAmongWorkersEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(3);
        OracleComparison.requireEqual(
                new ModelShape(5, cell, 2, 67, 4), ALL, 3, PackedBatch.random(5, 3, 7, true, random), random, 2, 3);
    }

    @Test
    void everyStepDropsSomethingElseAndEvaluationNothing() {
        var shape = new ModelShape(VOCABULARY, CellKind.LSTM, 2, 16, 5);
        var random = new SplittableRandom(4);
        Parameters weights = RandomModel.parameters(shape, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, 4, 6, false, random);
        double whole = TrainingPass.of(weights, batch, new State(shape, 4), 1).loss();
        var losses = new ArrayList<Double>();
        try (var trainer = trainer(weights, ALL, 2)) {
            for (int step = 0; step < 3; step++) {
                losses.add(trainer.step(batch.window(), new State(shape, 4), 0).loss());
                assertThat(trainer.loss(batch.window(), new State(shape, 4))).isEqualTo(whole);
            }
        }
        assertThat(losses).doesNotHaveDuplicates().doesNotContain(whole);
    }

    @Test
    void theWeightsAreTheSameBitsWhateverTheThreadsAndHoweverOftenTheyAreEvaluated() {
        List<float[]> one = train(1, false);
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(train(threads, true)).usingRecursiveComparison().isEqualTo(one);
        }
    }

    private static List<float[]> train(int threads, boolean evaluate) {
        var shape = new ModelShape(VOCABULARY, CellKind.LSTM, 2, 33, 6);
        var random = new SplittableRandom(5);
        Parameters weights = new Initializer(random).initialize(shape);
        var state = new State(shape, 7);
        try (var trainer = trainer(weights, ALL, threads)) {
            for (int step = 0; step < 5; step++) {
                PackedBatch batch = PackedBatch.random(VOCABULARY, 7, 9, true, random);
                trainer.step(batch.window(), state, 0.01);
                if (evaluate) {
                    trainer.loss(batch.window(), new State(shape, 7));
                }
            }
        }
        return weights.tensors().stream().map(tensor -> tensor.matrix().data).toList();
    }

    private static Trainer trainer(Parameters weights, Dropout dropout, int threads) {
        var settings = new Trainer.Settings(5, dropout, 0);
        return new Trainer(weights, new Adam(weights.shape()), settings, 100, 7, new JavaBlas(), threads);
    }

    @Test
    void drawsKeepTheirMeanAndTheirShareOfZeros() {
        int draws = 1_000_003;
        for (double probability : new double[] {0.1, 0.5, 0.9}) {
            float[] mask = new float[draws];
            new Bernoulli(probability).fill(new SplittableRandom(6), mask, 0, draws);
            int zeros = 0;
            double sum = 0;
            for (float factor : mask) {
                zeros += factor == 0 ? 1 : 0;
                sum += factor;
            }
            double deviation = Math.sqrt(probability * (1 - probability) / draws);
            assertThat((double) zeros / draws).isCloseTo(probability, within(4 * deviation));
            assertThat(sum / draws).isCloseTo(1, within(4 * deviation / (1 - probability)));
        }
    }

    @Test
    void aProbabilityOfOneOrMoreIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dropout(0, 0, 1, 0, 0))
                .withMessageContaining("output")
                .withMessageContaining("1.0");
    }
}
