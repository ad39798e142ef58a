package dev.charloom.generation;

import dev.charloom.sampling.ScoredText;
import dev.charloom.sampling.ScoringListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Scores that somebody waits for, until he gives up.
final class ScoringResult implements ScoringListener {

    private final CompletableFuture<List<ScoredText>> scores = new CompletableFuture<>();
    private final RequestMeasure measure;

    ScoringResult(RequestMeasure measure) {
        this.measure = measure;
    }

    RequestMeasure measure() {
        return measure;
    }

    @Override
    public void ended(List<ScoredText> texts, @Nullable Throwable failure) {
        if (failure == null) {
            measure.ends();
            scores.complete(texts);
        } else {
            measure.fails();
            scores.completeExceptionally(failure);
        }
    }

    @Override
    public boolean satisfied() {
        return scores.isDone();
    }

    /// Waits for them.
    ///
    /// @throws TimeLimitExceeded if they do not come in time
    List<ScoredText> await(Duration limit) {
        try {
            return scores.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            scores.cancel(false);
            throw new TimeLimitExceeded(limit);
        } catch (ExecutionException e) {
            throw new WritingFailed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            scores.cancel(false);
            Thread.currentThread().interrupt();
            throw new WritingFailed(e);
        }
    }
}
