package dev.charloom.web.stream;

import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.sampling.CharacterLogProbability;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the events of a stream as fast as the client does: pieces of a text that lie waiting become one.
public final class StreamReader {

    /// A client that has gone away is noticed at the second write after it, so within twice this.
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int MOST_PIECES = 64;

    /// Handles what comes.
    public interface Handler {

        /// An event has come.
        ///
        /// @throws IOException if the client has gone away
        void on(TextEvent event) throws IOException;

        /// Nothing has come for a while.
        ///
        /// @throws IOException if the client has gone away
        void onSilence() throws IOException;
    }

    private final TextStream stream;
    private @Nullable TextEvent next;

    public StreamReader(TextStream stream) {
        this.stream = stream;
    }

    /// Reads to the end and closes the stream, also if the client goes away.
    ///
    /// @throws IOException if the client has gone away
    public void readTo(Handler handler) throws IOException {
        try (stream) {
            TextEvent event;
            do {
                event = take(PATIENCE);
                if (event == null) {
                    handler.onSilence();
                } else {
                    handler.on(event instanceof TextEvent.Grown grown ? withWhatWaits(grown) : event);
                }
            } while (!(event instanceof TextEvent.Done));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private TextEvent withWhatWaits(TextEvent.Grown first) throws InterruptedException {
        var piece = new StringBuilder(first.piece());
        List<CharacterLogProbability> logProbabilities = new ArrayList<>(first.logProbabilities());
        for (int i = 1; i < MOST_PIECES; i++) {
            next = take(Duration.ZERO);
            if (!(next instanceof TextEvent.Grown grown) || grown.index() != first.index()) {
                break;
            }
            piece.append(grown.piece());
            logProbabilities.addAll(grown.logProbabilities());
            next = null;
        }
        return new TextEvent.Grown(first.index(), piece.toString(), logProbabilities);
    }

    private @Nullable TextEvent take(Duration patience) throws InterruptedException {
        TextEvent event = next;
        next = null;
        return event != null ? event : stream.next(patience);
    }
}
