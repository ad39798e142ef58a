package dev.charloom.generation;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.ReadingListener;
import dev.charloom.sampling.ScoredText;
import dev.charloom.sampling.Trace;
import dev.charloom.sampling.Work;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes with models: published ones, several of them together, and those that are still being trained.
public final class GenerationService implements AutoCloseable {

    private static final long MOST_SCORED = 1_000_000;
    private static final long MOST_SCORED_DYNAMICALLY = 50_000;

    private final LoadedModels models;
    private final WorkPlanner planner;
    private final Sessions sessions;
    private final WritingMetrics metrics;
    private final Duration timeLimit;
    private final DynamicScorer dynamic;
    private final LongSupplier nanoTime;

    /// @param timeLimit after which a request that waits for its whole answer is given up
    /// @param nanoTime a clock for durations
    GenerationService(
            LoadedModels models,
            WorkPlanner planner,
            Sessions sessions,
            WritingMetrics metrics,
            Duration timeLimit,
            LongSupplier nanoTime) {
        this.models = models;
        this.planner = planner;
        this.sessions = sessions;
        this.metrics = metrics;
        this.timeLimit = timeLimit;
        this.dynamic = new DynamicScorer(timeLimit, nanoTime);
        this.nanoTime = nanoTime;
    }

    /// Writes new sequences from nothing: state zero; in lines mode from the start of a line, in text mode as after a
    /// newline, or after a character drawn by the corpus's frequencies where the corpus has no newline.
    ///
    /// @param startingWith what every text begins with, counted in its length; may be empty
    /// @param distinct which texts are not wanted; if too many are drawn, fewer come than were asked for
    /// @throws NoveltyUnknown if only new texts are wanted of a model of whose corpus nothing is known
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws EnsembleMismatch if the models of an ensemble do not fit together
    /// @throws dev.charloom.text.UnknownCharacter if `startingWith` has a character that the model does not know
    /// @throws NotOneLine if `startingWith` has a newline and the model was trained in lines mode
    /// @throws PromptTooLong if `startingWith` leaves no room within the maximum length
    /// @throws dev.charloom.sampling.InvalidSamplingParams if character rules do not fit the model
    /// @throws dev.charloom.sampling.regex.RegexRejected if the regular expression cannot be used
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Generation sample(ModelChoice model, GenerationParams params, String startingWith, Distinct distinct) {
        long start = nanoTime.getAsLong();
        return streamSamples(model, params, startingWith, distinct).all(timeLimit, start, nanoTime);
    }

    /// Writes continuations of prompts; the texts are the continuations only. In lines mode a newline in a prompt
    /// ends a line, so that only what follows the last one counts.
    ///
    /// In a session, a text goes on where the last one of it ended, with the model and version of before. The draws
    /// go on, too: a second request with the same seed or none writes what one request for the length of both would
    /// have written. Penalties count what the request itself reads and writes. A request that does not come to its
    /// end leaves the session where it was.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws EnsembleMismatch if the models of an ensemble do not fit together
    /// @throws SessionConflict if another request of the session is under way, or its model is another one
    /// @throws dev.charloom.text.UnknownCharacter if a prompt has a character that the model does not know
    /// @throws dev.charloom.sampling.InvalidSamplingParams if character rules do not fit the model
    /// @throws dev.charloom.sampling.regex.RegexRejected if the regular expression cannot be used
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Generation complete(ModelChoice model, GenerationParams params, Prompts prompts) {
        long start = nanoTime.getAsLong();
        return stream(model, params, prompts, false).all(timeLimit, start, nanoTime);
    }

    /// As [#sample], but texts come when they have ended, and there is no time limit.
    public TextStream streamSamples(
            ModelChoice model, GenerationParams params, String startingWith, Distinct distinct) {
        return begin(() -> models.get(model), loaded -> planner.samples(loaded, params, startingWith, distinct));
    }

    /// As [#complete], but texts come as they grow, and there is no time limit.
    public TextStream streamCompletions(ModelChoice model, GenerationParams params, Prompts prompts) {
        return stream(model, params, prompts, true);
    }

    private TextStream stream(ModelChoice model, GenerationParams params, Prompts prompts, boolean pieces) {
        SessionId session = prompts.session();
        return session == null
                ? begin(() -> models.get(model), loaded -> planner.completions(loaded, params, prompts.texts(), pieces))
                : takeTurn(session, model, params, prompts.texts().getFirst(), pieces);
    }

    private TextStream takeTurn(
            SessionId session, ModelChoice model, GenerationParams params, String text, boolean pieces) {
        if (params.n() != 1
                || params.search().bestOf() != null
                || params.search().beams() != null) {
            throw new IllegalArgumentException("a session goes on from one text that is drawn");
        }
        Sessions.Turn turn = sessions.begin(session);
        try {
            ModelKey key = turn.model(model, models.keys());
            return begin(() -> models.get(key), loaded -> planner.turn(loaded, key, params, text, turn, pieces));
        } catch (RuntimeException | Error failure) {
            turn.leave();
            throw failure;
        }
    }

    /// Hands work to a model; once more if the model has just been let go.
    private static TextStream begin(Supplier<LoadedModel> model, Function<LoadedModel, WorkPlanner.Plan> planning) {
        while (true) {
            LoadedModel loaded = model.get();
            WorkPlanner.Plan plan = planning.apply(loaded);
            if (loaded.worker().submit(plan.tasks())) {
                return plan.stream();
            }
        }
    }

    /// Says how probable texts are. In lines mode, every line is read from nothing, and a newline after it is scored
    /// as its end; in text mode, a text is read as after a newline, where the model knows one.
    ///
    /// @param model null for the default
    /// @param top how many alternatives are told for each character
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws TextsTooLong if they have more than a million characters in all, or with alternatives a tenth
    /// @throws dev.charloom.text.UnknownCharacter if a text has a character that the model does not know
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Scores score(@Nullable ModelReference model, List<String> texts, int top) {
        long characters = requireLength(texts, top == 0 ? MOST_SCORED : MOST_SCORED / 10);
        while (true) {
            LoadedModel loaded = models.get(new ModelChoice(model, Precision.FLOAT32));
            List<int[]> ids = loaded.vocabulary().encode(texts);
            int opening = loaded.vocabulary().newline();
            List<ScoredText> scored = this.<List<ScoredText>>read(
                    loaded, characters, listener -> loaded.writer().scores(ids, opening, top, listener));
            if (scored != null) {
                return new Scores(loaded.author(), scored);
            }
        }
    }

    /// Says what units of a model do at each character of a text, which is read as [#score] reads it. The value at a
    /// character is that after it has been read; in lines mode, where a newline is not read, that at the
    /// start of the following line.
    ///
    /// @param model null for the default
    /// @throws dev.charloom.repository.ModelNotFound if there is no such model, or none at all
    /// @throws InvalidInspection if what is to be looked at is not there, or too much
    /// @throws dev.charloom.text.UnknownCharacter if the text has a character that the model does not know
    /// @throws WritingQueueFull if too many requests wait
    /// @throws TimeLimitExceeded if it takes too long
    public Inspection inspect(@Nullable ModelReference model, String text, InspectionParams params) {
        while (true) {
            LoadedModel loaded = models.get(new ModelChoice(model, Precision.FLOAT32));
            var inspector = new Inspector(loaded, text, params);
            int[] ids = loaded.vocabulary().encode(text);
            int opening = loaded.vocabulary().newline();
            List<Trace> traces = this.<List<Trace>>read(
                    loaded, ids.length, listener -> loaded.writer().traces(ids, opening, inspector.units(), listener));
            if (traces != null) {
                return inspector.inspection(traces);
            }
        }
    }

    /// Has a model read and waits for what it comes to; null if the model has just been let go.
    private <R> @Nullable R read(LoadedModel loaded, long characters, Function<ReadingListener<R>, Work> reading) {
        var result = new ReadingResult<R>(metrics.of(loaded.author()).request(characters));
        var task = new ModelWorker.Task(reading.apply(result), result.measure(), result::satisfied);
        return loaded.worker().submit(List.of(task)) ? result.await(timeLimit) : null;
    }

    /// As [#score], but each text is read by a copy of the model that learns from it while it reads, one request at a
    /// time: dynamic evaluation.
    ///
    /// @throws TextsTooLong if they have more than fifty thousand characters in all
    public Scores scoreDynamically(@Nullable ModelReference model, List<String> texts, int top) {
        long characters = requireLength(texts, MOST_SCORED_DYNAMICALLY);
        LoadedModel loaded = models.get(new ModelChoice(model, Precision.FLOAT32));
        List<int[]> ids = loaded.vocabulary().encode(texts);
        RequestMeasure measure = metrics.of(loaded.author()).request(characters);
        return new Scores(loaded.author(), dynamic.score(loaded, ids, top, measure));
    }

    /// The characters of all texts, which must not be more.
    private static long requireLength(List<String> texts, long limit) {
        long characters = texts.stream()
                .mapToLong(text -> text.codePointCount(0, text.length()))
                .sum();
        if (characters > limit) {
            throw new TextsTooLong(limit);
        }
        return characters;
    }

    /// Reads a model into memory, if it is not there.
    ///
    /// @param model null for the default
    /// @return its name and version
    public ModelReference load(@Nullable ModelReference model) {
        return models.get(ModelChoice.of(model)).versions().getFirst();
    }

    /// Lets all versions of a model go, and the hashes of their corpora; what is under way with them is finished.
    public void unload(ModelName name) {
        models.unload(name);
        planner.unload(name);
    }

    /// Whether a version is in memory.
    public boolean isLoaded(ModelReference model) {
        return models.isLoaded(model);
    }

    @Override
    public void close() {
        models.unloadAll();
    }
}
