package dev.charloom.generation;

import dev.charloom.sampling.ScoredText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Scores texts by copies of a model that learn from them while they read: dynamic evaluation. One request at a time,
/// since each needs memory and time as training does.
final class DynamicScorer {

    private final Semaphore turn = new Semaphore(1, true);
    private final Duration timeLimit;
    private final LongSupplier nanoTime;

    /// @param timeLimit after which a request is given up, its wait included
    /// @param nanoTime a clock for durations
    DynamicScorer(Duration timeLimit, LongSupplier nanoTime) {
        this.timeLimit = timeLimit;
        this.nanoTime = nanoTime;
    }

    /// @param ids of the characters of each text
    /// @param top how many alternatives are told for each character
    /// @throws TimeLimitExceeded if it takes too long
    List<ScoredText> score(LoadedModel model, List<int[]> ids, int top, RequestMeasure measure) {
        long end = nanoTime.getAsLong() + timeLimit.toNanos();
        measure.waits();
        awaitTurn(measure);
        try {
            measure.begins();
            List<ScoredText> scored = model.writer()
                    .dynamicScores(ids, model.vocabulary().newline(), top, () -> nanoTime.getAsLong() - end > 0);
            measure.ends();
            return scored;
        } catch (CancellationException e) {
            measure.aborts();
            throw new TimeLimitExceeded(timeLimit);
        } catch (RuntimeException | Error e) {
            measure.fails();
            throw e;
        } finally {
            turn.release();
        }
    }

    private void awaitTurn(RequestMeasure measure) {
        try {
            if (!turn.tryAcquire(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
                measure.turnedAway();
                throw new TimeLimitExceeded(timeLimit);
            }
        } catch (InterruptedException e) {
            measure.turnedAway();
            Thread.currentThread().interrupt();
            throw new WritingFailed(e);
        }
    }
}
