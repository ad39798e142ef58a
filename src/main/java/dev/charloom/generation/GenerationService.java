package dev.charloom.generation;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.Novelty;
import dev.charloom.sampling.Work;
import dev.charloom.sampling.WritingTask;
import dev.charloom.text.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes with published models.
public final class GenerationService implements AutoCloseable {

    private static final long MOST_SCORED = 1_000_000;
    private static final long MOST_SCORED_DYNAMICALLY = 50_000;

    private final LoadedModels models;
    private final Novelties novelties;
    private final Duration timeLimit;
    private final Semaphore dynamic = new Semaphore(1);
    private final LongSupplier seeds;
    private final LongSupplier nanoTime;

    /// @param timeLimit after which a request that waits for its whole answer is given up
    /// @param seeds chooses a seed where a request names none, 0 to 2⁵³−1
    /// @param nanoTime a clock for durations
    GenerationService(
            LoadedModels models, Novelties novelties, Duration timeLimit, LongSupplier seeds, LongSupplier nanoTime) {
        this.models = models;
        this.novelties = novelties;
        this.timeLimit = timeLimit;
        this.seeds = seeds;
        this.nanoTime = nanoTime;
    }

    /// Writes new sequences from nothing: state zero; in lines mode from the start of a line, in text mode as after a
    /// newline, or after a character drawn by the corpus's frequencies where the corpus has no newline.
    ///
    /// @param startingWith what every text begins with, counted in its length; may be empty
    /// @param distinct which texts are not wanted; if too many are drawn, fewer come than were asked for
    /// @throws NoveltyUnknown if only new texts are wanted of a model of whose corpus nothing is known
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws dev.charloom.text.UnknownCharacter if `startingWith` has a character that the model does not know
    /// @throws PromptTooLong if `startingWith` leaves no room within the maximum length
    /// @throws dev.charloom.sampling.InvalidSamplingParams if character rules do not fit the model
    /// @throws dev.charloom.sampling.regex.RegexRejected if the regular expression cannot be used
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Generation sample(ModelChoice model, GenerationParams params, String startingWith, Distinct distinct) {
        long start = nanoTime.getAsLong();
        return streamSamples(model, params, startingWith, distinct).all(timeLimit, start, nanoTime);
    }

    /// Writes continuations of a prompt; the texts are the continuations only. In lines mode a newline in the prompt
    /// ends a line, so that only what follows the last one counts.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws dev.charloom.text.UnknownCharacter if the prompt has a character that the model does not know
    /// @throws dev.charloom.sampling.InvalidSamplingParams if character rules do not fit the model
    /// @throws dev.charloom.sampling.regex.RegexRejected if the regular expression cannot be used
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Generation complete(ModelChoice model, GenerationParams params, String prompt) {
        long start = nanoTime.getAsLong();
        return stream(model, params, prompt, false).all(timeLimit, start, nanoTime);
    }

    /// As [#sample], but texts come when they have ended, and there is no time limit.
    public TextStream streamSamples(
            ModelChoice model, GenerationParams params, String startingWith, Distinct distinct) {
        return begin(model, loaded -> {
            long seed = seedOf(params);
            int[] start = encode(startingWith, loaded.vocabulary(), params.skipUnknown());
            if (start.length >= params.maxLength()) {
                throw new PromptTooLong(start.length, params.maxLength());
            }
            int[] prompt = IntStream.concat(IntStream.of(loaded.opening(seed)), IntStream.of(start))
                    .toArray();
            var stream = new TextStream(loaded.reference(), seed, start.length, loaded.worker()::wake);
            String prefix = loaded.vocabulary().decode(start);
            var listener = new StreamListener(stream, prefix, false);
            WritingTask task = task(prompt, start.length, params.maxLength() - start.length, params, seed);
            return new Begun(
                    stream,
                    distinct.none()
                            ? loaded.writer().texts(task, null, listener)
                            : distinct(loaded, task, listener, prefix, distinct));
        });
    }

    private Work distinct(
            LoadedModel model, WritingTask task, StreamListener listener, String prefix, Distinct distinct) {
        Novelty novelty = distinct.novel() ? novelties.of(model.reference()) : null;
        return model.writer()
                .texts(
                        task.with(DistinctTexts.MOST_DRAWN * task.texts()),
                        null,
                        new DistinctTexts(listener, task.texts(), prefix, distinct.unique(), novelty));
    }

    /// As [#complete], but texts come as they grow, and there is no time limit.
    public TextStream streamCompletions(ModelChoice model, GenerationParams params, String prompt) {
        return stream(model, params, prompt, true);
    }

    private TextStream stream(ModelChoice model, GenerationParams params, String prompt, boolean pieces) {
        return begin(model, loaded -> {
            long seed = seedOf(params);
            int[] ids = encode(prompt, loaded.vocabulary(), params.skipUnknown());
            var stream = new TextStream(loaded.reference(), seed, ids.length, loaded.worker()::wake);
            WritingTask task = task(loaded.toRead(ids, seed), 0, params.maxLength(), params, seed);
            return new Begun(stream, loaded.writer().texts(task, null, new StreamListener(stream, "", pieces)));
        });
    }

    /// A stream and the work that fills it.
    private record Begun(TextStream stream, Work work) {}

    /// Hands work to a model; once more if the model has just been let go.
    private TextStream begin(ModelChoice model, Function<LoadedModel, Begun> preparation) {
        while (true) {
            LoadedModel loaded = models.get(model);
            Begun begun = preparation.apply(loaded);
            if (loaded.worker().submit(begun.work())) {
                return begun.stream();
            }
        }
    }

    private static WritingTask task(int[] prompt, int begun, int maxLength, GenerationParams params, long seed) {
        return new WritingTask(
                prompt,
                begun,
                params.n(),
                maxLength,
                params.decoding(),
                params.stop(),
                params.search(),
                params.logprobs(),
                seed);
    }

    /// Says how probable texts are. In lines mode, every line is read from nothing, and a newline after it is scored as
    /// its end; in text mode, a text is read as after a newline, where the model knows one.
    ///
    /// @param model null for the default
    /// @param top how many alternatives are told for each character
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws TextsTooLong if they have more than a million characters in all, or with alternatives a tenth
    /// @throws dev.charloom.text.UnknownCharacter if a text has a character that the model does not know
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Scores score(@Nullable ModelReference model, List<String> texts, int top) {
        requireLength(texts, top == 0 ? MOST_SCORED : MOST_SCORED / 10);
        while (true) {
            LoadedModel loaded = models.get(new ModelChoice(model, Precision.FLOAT32));
            List<int[]> ids = texts.stream().map(loaded.vocabulary()::encode).toList();
            var result = new ScoringResult();
            Work work = loaded.writer().scores(ids, loaded.vocabulary().newline(), top, result);
            if (loaded.worker().submit(work)) {
                return new Scores(loaded.reference(), result.await(timeLimit));
            }
        }
    }

    /// As [#score], but each text is read by a copy of the model that learns from it while it reads: dynamic
    /// evaluation.
    /// One request at a time, since each needs memory and time as training does.
    ///
    /// @throws TextsTooLong if they have more than fifty thousand characters in all
    public Scores scoreDynamically(@Nullable ModelReference model, List<String> texts, int top) {
        requireLength(texts, MOST_SCORED_DYNAMICALLY);
        long end = nanoTime.getAsLong() + timeLimit.toNanos();
        LoadedModel loaded = models.get(new ModelChoice(model, Precision.FLOAT32));
        List<int[]> ids = texts.stream().map(loaded.vocabulary()::encode).toList();
        try {
            if (!dynamic.tryAcquire(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeLimitExceeded(timeLimit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WritingFailed(e);
        }
        try {
            int opening = loaded.vocabulary().newline();
            return new Scores(
                    loaded.reference(),
                    loaded.writer().dynamicScores(ids, opening, top, () -> nanoTime.getAsLong() - end > 0));
        } catch (CancellationException e) {
            throw new TimeLimitExceeded(timeLimit);
        } finally {
            dynamic.release();
        }
    }

    private static void requireLength(List<String> texts, long limit) {
        if (texts.stream().mapToLong(String::length).sum() > limit) {
            throw new TextsTooLong(limit);
        }
    }

    /// Reads a model into memory, if it is not there.
    ///
    /// @param model null for the default
    /// @return its name and version
    public ModelReference load(@Nullable ModelReference model) {
        return models.get(ModelChoice.of(model)).reference();
    }

    /// Lets all versions of a model go; what is under way with them is finished.
    public void unload(ModelName name) {
        models.unload(name);
    }

    /// Whether a version is in memory.
    public boolean isLoaded(ModelReference model) {
        return models.isLoaded(model);
    }

    @Override
    public void close() {
        models.unloadAll();
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
