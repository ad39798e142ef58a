package dev.charloom.generation;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Texts as they are written. Whoever takes them may be slow: writing waits where too much lies here. Closing the
/// stream ends the writing.
///
/// For one reader.
public final class TextStream implements AutoCloseable {

    private static final int MOST_WAITING = 2_048;

    /// What lies in the queue: an event, or that there will be none.
    private sealed interface Item {
        record Event(TextEvent event) implements Item {}

        record Failure(Throwable failure) implements Item {}
    }

    private final Author author;
    private final long seed;
    private final long promptCharacters;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final long remembered;
    private final Runnable wakeWriter;
    private int works; // of the thread that writes, as the following two
    private long characters;
    private int texts;
    private volatile boolean closed;

    /// @param works how many works fill it, all on one thread
    /// @param remembered characters that a session had read and written before
    /// @param wakeWriter is called when there is room again, or nothing more is wanted
    TextStream(Author author, long seed, int works, long promptCharacters, long remembered, Runnable wakeWriter) {
        this.author = author;
        this.seed = seed;
        this.works = works;
        this.promptCharacters = promptCharacters;
        this.remembered = remembered;
        this.wakeWriter = wakeWriter;
    }

    /// Who writes.
    public Author author() {
        return author;
    }

    /// With this seed, the same request writes the same texts.
    public long seed() {
        return seed;
    }

    /// Characters that were read.
    public long promptCharacters() {
        return promptCharacters;
    }

    /// Characters that the session of the request had read and written before; 0 without a session.
    public long remembered() {
        return remembered;
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
                        return new Generation(
                                author, List.copyOf(texts.values()), seed, promptCharacters, characters, remembered);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WritingFailed(e);
        }
    }

    /// A text has ended.
    ///
    /// @param length in characters, without what it was to begin with
    void ended(int index, GeneratedText text, int length) {
        characters += length;
        texts++;
        offer(new TextEvent.Ended(index, text));
    }

    /// All texts of a work have ended; with the last work, all of them have.
    void workEnded() {
        if (--works == 0) {
            offer(new TextEvent.Done(characters, texts));
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
