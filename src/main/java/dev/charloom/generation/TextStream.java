package dev.charloom.generation;

import dev.charloom.repository.ModelReference;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Texts as they are written. Whoever takes them may be slow: writing waits where too much lies here. Closing the
/// stream
/// ends the writing.
///
/// For one reader.
public final class TextStream implements AutoCloseable {

    private static final int MOST_WAITING = 2_048;

    /// What lies in the queue: an event, or that there will be none.
    private sealed interface Item {
        record Event(TextEvent event) implements Item {}

        record Failure(Throwable failure) implements Item {}
    }

    private final ModelReference model;
    private final long seed;
    private final long promptCharacters;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Runnable wakeWriter;
    private volatile boolean closed;

    /// @param wakeWriter is called when there is room again, or nothing more is wanted
    TextStream(ModelReference model, long seed, long promptCharacters, Runnable wakeWriter) {
        this.model = model;
        this.seed = seed;
        this.promptCharacters = promptCharacters;
        this.wakeWriter = wakeWriter;
    }

    /// The model and version that writes.
    public ModelReference model() {
        return model;
    }

    /// With this seed, the same request writes the same texts.
    public long seed() {
        return seed;
    }

    /// Characters that were read.
    public long promptCharacters() {
        return promptCharacters;
    }

    /// The next event.
    ///
    /// @return null if there is none within the time
    /// @throws InterruptedException if the thread is interrupted while it waits
    public @Nullable TextEvent next(Duration patience) throws InterruptedException {
        Item item = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (queue.size() == MOST_WAITING / 2) {
            wakeWriter.run();
        }
        return switch (item) {
            case null -> null;
            case Item.Event(TextEvent event) -> event;
            case Item.Failure(Throwable failure) -> throw new WritingFailed(failure);
        };
    }

    /// Waits for all texts and closes the stream.
    ///
    /// @throws TimeLimitExceeded if that takes too long
    Generation all(Duration limit, long startNanos, LongSupplier nanos) {
        try (this) {
            var texts = new TreeMap<Integer, GeneratedText>(); // they may end in any order
            while (true) {
                TextEvent event = next(limit.minusNanos(nanos.getAsLong() - startNanos));
                switch (event) {
                    case null -> throw new TimeLimitExceeded(limit);
                    case TextEvent.Grown _ -> {}
                    case TextEvent.Ended(int index, GeneratedText text) -> texts.put(index, text);
                    case TextEvent.Done(long characters, int _) -> {
                        return new Generation(model, List.copyOf(texts.values()), seed, promptCharacters, characters);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WritingFailed(e);
        }
    }

    void offer(TextEvent event) {
        queue.add(new Item.Event(event));
    }

    void fail(Throwable failure) {
        queue.add(new Item.Failure(failure));
    }

    boolean isFull() {
        return queue.size() >= MOST_WAITING;
    }

    boolean isClosed() {
        return closed;
    }

    /// Ends the writing, if it goes on.
    @Override
    public void close() {
        closed = true;
        wakeWriter.run();
    }
}
