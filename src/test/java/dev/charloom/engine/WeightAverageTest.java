package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

    private static final ModelShape SHAPE = new ModelShape(5, CellKind.LSTM, 2, 9, 4);
    private static final PackedBatch BATCH = PackedBatch.random(5, 4, 6, true, new SplittableRandom(1));

    private static Trainer trainer(Parameters weights, double decay, double weightDrop, int threads) {
        var settings = new Trainer.Settings(5, new Dropout(0, 0, 0, weightDrop, 3), decay);
        return new Trainer(weights, new Adam(SHAPE), settings, 24, 4, new JavaBlas(), threads);
    }

    private static Parameters weights() {
        return RandomModel.parameters(SHAPE, new SplittableRandom(2));
    }

    @Test
    void itIsTheMeanOfAllWeightsSoFarTheLatestWeighingMost() {
        double decay = 0.6;
        Parameters weights = weights();
        var history = new ArrayList<float[]>();
        try (var trainer = trainer(weights, decay, 0, 2)) {
            double expected = 0;
            for (int step = 1; step <= 30; step++) {
                trainer.step(BATCH.window(), new State(SHAPE, 4), 0.02);
                history.add(weights.outputWeights().data.clone());
                double keep = Math.min(decay, (step - 1.0) / (step + 8.0));
                expected = keep * expected + (1 - keep) * history.getLast()[7];
                assertThat((double) trainer.average().outputWeights().data[7]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void readingWithItLeavesNoTrace() {
        Parameters weights = weights();
        try (var trainer = trainer(weights, 0.9, 0.3, 1)) {
            for (int step = 0; step < 5; step++) {
                trainer.step(BATCH.window(), new State(SHAPE, 4), 0.02);
            }
            List<float[]> before = numbers(weights);
            double loss = trainer.loss(BATCH.window(), new State(SHAPE, 4));
            Parameters average = trainer.average().copy();

            double averaged = trainer.withAverage(() -> trainer.loss(BATCH.window(), new State(SHAPE, 4)));

            assertThat(averaged)
                    .isEqualTo(TrainingPass.of(average, BATCH, new State(SHAPE, 4), 1)
                            .loss())
                    .isNotEqualTo(loss);
            assertThat(numbers(weights)).usingRecursiveComparison().isEqualTo(before);
            assertThat(trainer.loss(BATCH.window(), new State(SHAPE, 4))).isEqualTo(loss);
        }
    }

    @Test
    void itChangesNothingAboutTheWeightsAndDoesNotDependOnTheThreads() {
        List<float[]> plain = train(0, 1, null);
        var averages = new ArrayList<List<float[]>>();
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(train(0.9, threads, averages)).usingRecursiveComparison().isEqualTo(plain);
        }
        assertThat(averages.get(1)).usingRecursiveComparison().isEqualTo(averages.get(0));
        assertThat(averages.get(2)).usingRecursiveComparison().isEqualTo(averages.get(0));
    }

    private static List<float[]> train(double decay, int threads, List<List<float[]>> averages) {
        Parameters weights = weights();
        try (var trainer = trainer(weights, decay, 0, threads)) {
            for (int step = 0; step < 6; step++) {
                trainer.step(BATCH.window(), new State(SHAPE, 4), 0.02);
                if (decay > 0) {
                    trainer.withAverage(() -> trainer.loss(BATCH.window(), new State(SHAPE, 4)));
                }
            }
            if (averages != null) {
                averages.add(numbers(trainer.average()));
            }
        }
        return numbers(weights);
    }

    private static List<float[]> numbers(Parameters parameters) {
        return parameters.tensors().stream()
                .map(tensor -> tensor.matrix().data.clone())
                .toList();
    }
}
