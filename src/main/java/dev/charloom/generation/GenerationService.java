package dev.charloom.generation;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.TextWriter;
import dev.charloom.sampling.WritingTask;
import dev.charloom.sampling.WrittenText;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import dev.charloom.text.Window;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes with published models.
public final class GenerationService {

    private final LoadedModels models;
    private final Blas blas;
    private final LongSupplier seeds;

    /// @param seeds chooses a seed where a request names none, 0 to 2⁵³−1
    GenerationService(LoadedModels models, Blas blas, LongSupplier seeds) {
        this.models = models;
        this.blas = blas;
        this.seeds = seeds;
    }

    /// Writes new sequences from nothing: state zero; in lines mode from the start of a line, in text mode as after a
    /// newline, or after a character drawn by the corpus's frequencies where the corpus has no newline.
    ///
    /// @param model null for the default: the configured one, else the most recently trained
    /// @param startingWith what every text begins with, counted in its length; may be empty
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws dev.charloom.text.UnknownCharacter if `startingWith` has a character that the model does not know
    /// @throws PromptTooLong if `startingWith` leaves no room within the maximum length
    public Generation sample(@Nullable ModelReference model, GenerationParams params, String startingWith) {
        LoadedModel loaded = models.get(model);
        long seed = seedOf(params);
        int[] start = encode(startingWith, loaded.vocabulary(), params.skipUnknown());
        if (start.length >= params.maxLength()) {
            throw new PromptTooLong(start.length, params.maxLength());
        }
        int[] prompt = IntStream.concat(IntStream.of(loaded.opening(seed)), IntStream.of(start))
                .toArray();
        String prefix = loaded.vocabulary().decode(start);
        return write(loaded, params, seed, prompt, prefix, params.maxLength() - start.length, start.length);
    }

    /// Writes continuations of a prompt; the texts are the continuations only. In lines mode a newline in the prompt
    /// ends a line, so that only what follows the last one counts.
    ///
    /// @param model null for the default: the configured one, else the most recently trained
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws dev.charloom.text.UnknownCharacter if the prompt has a character that the model does not know
    public Generation complete(@Nullable ModelReference model, GenerationParams params, String prompt) {
        LoadedModel loaded = models.get(model);
        long seed = seedOf(params);
        int[] ids = encode(prompt, loaded.vocabulary(), params.skipUnknown());
        int[] read = loaded.mode() == TextMode.LINES
                ? lastLine(ids, loaded.vocabulary().newline())
                : ids;
        if (read.length == 0) {
            read = new int[] {loaded.opening(seed)};
        }
        return write(loaded, params, seed, read, "", params.maxLength(), ids.length);
    }

    private Generation write(
            LoadedModel model,
            GenerationParams params,
            long seed,
            int[] prompt,
            String prefix,
            int maxLength,
            int promptCharacters) {
        var task = new WritingTask(prompt, params.n(), maxLength, params.sampling(), params.stop(), seed);
        List<WrittenText> written = new TextWriter(model.network(), model.vocabulary(), model.mode(), blas).write(task);
        return new Generation(
                model.reference(),
                written.stream().map(text -> generated(prefix, text)).toList(),
                seed,
                promptCharacters,
                written.stream().mapToLong(WrittenText::characters).sum());
    }

    private static GeneratedText generated(String prefix, WrittenText text) {
        return new GeneratedText(prefix + text.text(), text.ended() ? FinishReason.STOP : FinishReason.LENGTH);
    }

    /// The line that the model is to go on with: what follows the last newline, after the start of a line.
    private static int[] lastLine(int[] ids, int newline) {
        int from = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == newline) {
                from = i + 1;
            }
        }
        int[] line = new int[ids.length - from + 1];
        line[0] = Window.NO_CHARACTER;
        System.arraycopy(ids, from, line, 1, ids.length - from);
        return line;
    }

    private static int[] encode(String text, Vocabulary vocabulary, boolean skipUnknown) {
        if (!skipUnknown) {
            return vocabulary.encode(text);
        }
        return text.codePoints()
                .filter(vocabulary::contains)
                .map(vocabulary::idOf)
                .toArray();
    }

    private long seedOf(GenerationParams params) {
        Long seed = params.seed();
        return seed == null ? seeds.getAsLong() : seed;
    }
}
