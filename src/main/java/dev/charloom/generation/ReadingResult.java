package dev.charloom.generation;

import dev.charloom.sampling.ReadingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What reading comes to, for somebody who waits for it until he gives up.
final class ReadingResult<R> implements ReadingListener<R> {

    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final RequestMeasure measure;

    ReadingResult(RequestMeasure measure) {
        this.measure = measure;
    }

    RequestMeasure measure() {
        return measure;
    }

    @Override
    public void ended(@Nullable R read, @Nullable Throwable failure) {
        if (failure != null) {
            measure.fails();
            result.completeExceptionally(failure);
            return;
        }
        measure.ends();
        if (read != null) {
            result.complete(read);
        }
    }

    @Override
    public boolean satisfied() {
        return result.isDone();
    }

    /// Waits for it.
    ///
    /// @throws TimeLimitExceeded if it does not come in time
    R await(Duration limit) {
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new TimeLimitExceeded(limit);
        } catch (ExecutionException e) {
            throw new WritingFailed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new WritingFailed(e);
        }
    }
}
