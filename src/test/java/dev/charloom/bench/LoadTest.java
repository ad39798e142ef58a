package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.sampling.WrittenText;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final ModelShape SHAPE = new ModelShape(7, CellKind.LSTM, 2, 9, 0);

    @Test
    void trainingStepsTrain() {
        var workload = new Workload("custom", SHAPE, 3, 5, false);
        try (var load = new TrainingLoad(workload, new JavaBlas(), 2)) {
            assertThat(load.charactersPerStep()).isEqualTo(15);
            load.step();
            double first = load.loss();
            for (int step = 0; step < 300; step++) {
                load.step();
            }
            assertThat(first).isBetween(1.0, 3.0); // random ids cost ln 7 = 1.95 nats before anything is learnt
            assertThat(load.loss()).isLessThan(first / 2); // and always the same ones are learnt by heart
        }
    }

    @Test
    void samplingStepsWriteOneCharacterMoreThanIsCountedInEveryStream() {
        try (var load = new SamplingLoad(new Workload("custom", SHAPE, 3, 1, true), new JavaBlas(), 1)) {
            load.step();
            var first = load.written();
            load.step();
            assertThat(load.charactersPerStep()).isEqualTo(300);
            assertThat(first).hasSize(3).extracting(WrittenText::characters).containsOnly(101);
            assertThat(first).extracting(WrittenText::text).doesNotHaveDuplicates();
            assertThat(load.written()).doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void aVocabularyMayReachBeyondTheSurrogates() {
        var shape = new ModelShape(70_000, CellKind.RNN, 1, 2, 1);
        try (var load = new SamplingLoad(new Workload("custom", shape, 1, 1, true), new JavaBlas(), 1)) {
            load.step();
            assertThat(load.written()).hasSize(1);
        }
    }
}
