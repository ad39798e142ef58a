package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// That the parts, put together, learn.
class LearningTest {

    /// What follows a 0, a 1 or a 2 depends on what came before it, so that counting pairs is not enough.
    private static final int[] PERIOD = {0, 0, 1, 0, 2, 1, 1, 3, 2, 2, 0, 3, 3, 4};

    private static final int VOCABULARY = 5;
    private static final int LANES = 4;
    private static final int STEPS = 21;
    private static final int UPDATES = 150;
    private static final double RATE = 0.02;

    /// Of the mean loss, in nats; ln 5 is 1.6.
    private static final double LEARNT = 0.02;

    static Stream<Arguments> models() {
        return Stream.of(CellKind.values())
                .flatMap(cell ->
                        Stream.of(Arguments.of(cell, 1, 0), Arguments.of(cell, 1, 4), Arguments.of(cell, 2, 4)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPeriodIsLearntByHeart(CellKind cell, int layers, int embedding) {
        var shape = new ModelShape(VOCABULARY, cell, layers, 24, embedding);
        Parameters parameters = new Initializer(new SplittableRandom(1)).initialize(shape);
        var state = new State(shape, LANES);
        try (var trainer = new Trainer(parameters, new Adam(shape), 1, LANES * STEPS, LANES, new JavaBlas(), 2)) {
            double first = meanLoss(trainer.step(window(0), state, RATE));
            double last = first;
            for (int update = 1; update < UPDATES; update++) {
                last = meanLoss(trainer.step(window(update), state, RATE));
            }
            assertThat(first).isCloseTo(Math.log(VOCABULARY), within(0.1));
            assertThat(last).isLessThan(LEARNT);
        }
    }

    private static double meanLoss(Trainer.StepResult result) {
        return result.loss() / (LANES * STEPS);
    }

    /// Window number `number` of an endless text, every lane three characters after the one before.
    private static Window window(int number) {
        int[] widths = new int[STEPS];
        int[] inputs = new int[LANES * STEPS];
        int[] targets = new int[LANES * STEPS];
        Arrays.fill(widths, LANES);
        for (int t = 0; t < STEPS; t++) {
            for (int lane = 0; lane < LANES; lane++) {
                int at = number * STEPS + t + 3 * lane;
                inputs[t * LANES + lane] = PERIOD[at % PERIOD.length];
                targets[t * LANES + lane] = PERIOD[(at + 1) % PERIOD.length];
            }
        }
        return new PackedBatch(widths, inputs, targets).window();
    }
}
