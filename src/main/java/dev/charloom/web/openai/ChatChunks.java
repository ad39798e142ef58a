package dev.charloom.web.openai;

import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.web.stream.EventStream;
import dev.charloom.web.stream.StreamReader;
import java.io.IOException;
import java.util.List;

/// Sends chat completions as the chunks of a stream.
final class ChatChunks implements StreamReader.Handler {

    private static final String OBJECT = "chat.completion.chunk";
    private static final String END = "[DONE]";

    private final TextStream stream;
    private final Stamps.Stamp stamp;
    private final boolean usage;
    private final boolean logprobs;
    private final EventStream out;

    /// @param usage whether a last chunk tells it
    ChatChunks(TextStream stream, Stamps.Stamp stamp, boolean usage, boolean logprobs, EventStream out) {
        this.stream = stream;
        this.stamp = stamp;
        this.usage = usage;
        this.logprobs = logprobs;
        this.out = out;
    }

    /// Says who speaks.
    void open(int n) throws IOException {
        for (int index = 0; index < n; index++) {
            send(ChatAnswer.piece(index, new ChatAnswer.Delta("assistant", ""), null, null));
        }
    }

    @Override
    public void on(TextEvent event) throws IOException {
        switch (event) {
            case TextEvent.Grown(int index, String piece, List<CharacterLogProbability> characters) -> {
                ChatLogprobsAnswer told = logprobs ? ChatLogprobsAnswer.of(characters) : null;
                send(ChatAnswer.piece(index, new ChatAnswer.Delta(null, piece), told, null));
            }
            case TextEvent.Ended ended ->
                send(ChatAnswer.piece(
                        ended.index(),
                        new ChatAnswer.Delta(null, null),
                        null,
                        ended.text().finishReason()));
            case TextEvent.Done(long characters, int _) -> finish(characters);
        }
    }

    private void finish(long characters) throws IOException {
        if (usage) {
            var all = UsageAnswer.of(stream.promptCharacters(), characters);
            out.send(ChatAnswer.of(stamp, OBJECT, stream.author(), List.of(), all));
        }
        out.sendPlain(END);
    }

    private void send(ChatAnswer.Choice choice) throws IOException {
        Object follows = usage ? ChatAnswer.USAGE_FOLLOWS : null;
        out.send(ChatAnswer.of(stamp, OBJECT, stream.author(), List.of(choice), follows));
    }

    @Override
    public void onSilence() throws IOException {
        out.ping();
    }
}
