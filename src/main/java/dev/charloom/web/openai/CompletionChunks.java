package dev.charloom.web.openai;

import dev.charloom.generation.FinishReason;
import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.web.stream.EventStream;
import dev.charloom.web.stream.StreamReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends completions as the chunks of a stream.
final class CompletionChunks implements StreamReader.Handler {

    private static final String END = "[DONE]";

    private final TextStream stream;
    private final Stamps.Stamp stamp;
    private final boolean usage;
    private final boolean logprobs;
    private final EventStream out;
    private final Map<Integer, Integer> lengths = new HashMap<>(); // characters sent, by index

    /// @param usage whether a last chunk tells it
    CompletionChunks(TextStream stream, Stamps.Stamp stamp, boolean usage, boolean logprobs, EventStream out) {
        this.stream = stream;
        this.stamp = stamp;
        this.usage = usage;
        this.logprobs = logprobs;
        this.out = out;
    }

    /// Sends what texts begin with.
    void echo(EchoedPrompts prompts, int n) throws IOException {
        for (int p = 0; p < prompts.size(); p++) {
            for (int i = 0; i < n; i++) {
                String text = prompts.text(p);
                lengths.put(p * n + i, text.codePointCount(0, text.length()));
                send(new CompletionAnswer.Choice(text, p * n + i, prompts.logprobs(p), null));
            }
        }
    }

    @Override
    public void on(TextEvent event) throws IOException {
        switch (event) {
            case TextEvent.Grown(int index, String piece, List<CharacterLogProbability> characters) ->
                send(new CompletionAnswer.Choice(piece, index, described(index, characters), null));
            case TextEvent.Ended ended -> end(ended.index(), ended.text().finishReason());
            case TextEvent.Done(long characters, int _) -> finish(characters);
        }
    }

    private @Nullable LogprobsAnswer described(int index, List<CharacterLogProbability> characters) {
        if (!logprobs) {
            return null;
        }
        int offset = lengths.getOrDefault(index, 0);
        lengths.put(index, offset + characters.size());
        return LogprobsAnswer.of(characters, offset);
    }

    private void end(int index, FinishReason reason) throws IOException {
        send(new CompletionAnswer.Choice("", index, null, reason));
    }

    private void finish(long characters) throws IOException {
        if (usage) {
            var all = UsageAnswer.of(stream.promptCharacters(), characters);
            out.send(CompletionAnswer.of(stamp, stream.author(), List.of(), all));
        }
        out.sendPlain(END);
    }

    private void send(CompletionAnswer.Choice choice) throws IOException {
        Object follows = usage ? CompletionAnswer.USAGE_FOLLOWS : null;
        out.send(CompletionAnswer.of(stamp, stream.author(), List.of(choice), follows));
    }

    @Override
    public void onSilence() throws IOException {
        out.ping();
    }
}
