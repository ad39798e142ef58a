package dev.charloom.web;

import dev.charloom.generation.SessionId;
import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.web.stream.EventStream;
import dev.charloom.web.stream.StreamReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Sends a completion as events. The end of a text is held back until it is known whether it is the last one, which
/// tells the whole request's end.
final class CompletionEvents implements StreamReader.Handler {

    private final TextStream stream;
    private final @Nullable SessionId session;
    private final EventStream out;
    private @Nullable CompletionEvent held;

    CompletionEvents(TextStream stream, @Nullable SessionId session, EventStream out) {
        this.stream = stream;
        this.session = session;
        this.out = out;
    }

    @Override
    public void on(TextEvent event) throws IOException {
        if (held != null) {
            out.send(event instanceof TextEvent.Done done ? held.last(stream, done, session) : held);
            held = null;
        }
        switch (event) {
            case TextEvent.Grown grown -> out.send(CompletionEvent.of(grown));
            case TextEvent.Ended ended -> held = CompletionEvent.of(ended);
            case TextEvent.Done _ -> {}
        }
    }

    @Override
    public void onSilence() throws IOException {
        out.ping();
    }
}
