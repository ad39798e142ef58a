package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {

    private final HistoryRecorder recorder = new HistoryRecorder();

    private void step(long step) {
        recorder.stepped(new LossPoint(step, step, 10, 0.1, step));
    }

    private void evaluate(long step, boolean best) {
        recorder.evaluated(new Evaluation(step, 1, 2, 2.0, null, 0.1, best));
    }

    @Test
    void aShortRunKeepsEveryStep() {
        for (int step = 1; step < HistoryRecorder.MOST_POINTS; step++) {
            step(step);
        }

        assertThat(recorder.history().losses()).hasSize(HistoryRecorder.MOST_POINTS - 1);
    }

    @Test
    void aLongRunKeepsMeansOverEquallyManySteps() {
        for (int step = 1; step <= 4096; step++) {
            step(step);
        }

        List<LossPoint> points = recorder.history().losses();
        assertThat(points).hasSizeBetween(HistoryRecorder.MOST_POINTS / 2, HistoryRecorder.MOST_POINTS);
        assertThat(points.getFirst()).isEqualTo(new LossPoint(8, 4.5, 80, 0.1, 8));
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i).step()).isEqualTo(8L * (i + 1));
            assertThat(points.get(i).loss()).isCloseTo(8 * i + 4.5, within(1e-9));
        }
    }

    @Test
    void veryManyEvaluationsAreThinnedOutButNeverTheBest() {
        for (int step = 1; step <= 5000; step++) {
            evaluate(step, step <= 702);
        }

        List<Evaluation> kept = recorder.history().evaluations();
        assertThat(kept).hasSizeLessThan(HistoryRecorder.MOST_EVALUATIONS);
        assertThat(kept).extracting(Evaluation::step).contains(702L, 5000L).isSorted();
    }

    @Test
    void whatIsRestoredGoesOnInTheSameWay() {
        var other = new HistoryRecorder();
        for (int step = 1; step <= 1503; step++) {
            step(step);
        }
        other.restore(recorder.memory());
        for (int step = 1504; step <= 3000; step++) {
            step(step);
            other.stepped(new LossPoint(step, step, 10, 0.1, step));
        }

        assertThat(other.memory()).isEqualTo(recorder.memory());
    }
}
