package dev.charloom.generation;

import dev.charloom.repository.ModelName;
import dev.charloom.sampling.Memory;
import dev.charloom.sampling.Novelty;
import dev.charloom.sampling.WritingListener;
import dev.charloom.sampling.WritingTask;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes of a request what a model's worker does.
final class WorkPlanner {

    /// A stream, and what fills it.
    record Plan(TextStream stream, List<ModelWorker.Task> tasks) {}

    private final Novelties novelties;
    private final WritingMetrics metrics;
    private final LongSupplier seeds;

    /// @param seeds chooses a seed where a request names none, 0 to 2⁵³−1
    WorkPlanner(Novelties novelties, WritingMetrics metrics, LongSupplier seeds) {
        this.novelties = novelties;
        this.metrics = metrics;
        this.seeds = seeds;
    }

    /// Lets go what is kept of a model: the hashes of its corpora.
    void unload(ModelName name) {
        novelties.unload(name);
    }

    /// Texts from nothing.
    ///
    /// @throws NotOneLine if what they start with ends a line, in lines mode
    /// @throws PromptTooLong if what they start with leaves no room within their length
    Plan samples(LoadedModel model, GenerationParams params, String startingWith, Distinct distinct) {
        long seed = seedOf(params);
        int[] start = encode(startingWith, model.vocabulary(), params.skipUnknown());
        int end = model.endOfLine(start);
        if (end >= 0) {
            throw new NotOneLine(end);
        }
        if (start.length >= params.maxLength()) {
            throw new PromptTooLong(start.length, params.maxLength());
        }
        int[] prompt = IntStream.concat(IntStream.of(model.opening(seed)), IntStream.of(start))
                .toArray();
        TextStream stream = stream(model, seed, 1, start.length, 0);
        String prefix = model.vocabulary().decode(start);
        var listener = new StreamListener(stream, prefix, false, 0);
        WritingTask task = task(prompt, start.length, start.length, params.maxLength() - start.length, params, seed, 0);
        return new Plan(
                stream,
                List.of(
                        distinct.none()
                                ? measured(model, task, null, start.length, stream, listener)
                                : distinct(model, task, stream, listener, distinct)));
    }

    private ModelWorker.Task distinct(
            LoadedModel model, WritingTask task, TextStream stream, StreamListener listener, Distinct distinct) {
        Predicate<String> isNew = distinct.novel() ? isNew(model) : _ -> true;
        return measured(
                model,
                task.with(DistinctTexts.MOST_DRAWN * task.texts()),
                null,
                task.begun(),
                stream,
                new DistinctTexts(listener, task.texts(), listener.prefix(), distinct.unique(), isNew));
    }

    private Predicate<String> isNew(LoadedModel model) {
        if (model.versions().isEmpty()) {
            throw new NoveltyUnknown(model.author());
        }
        List<Novelty> all = model.versions().stream().map(novelties::of).toList();
        return text -> all.stream().allMatch(it -> it.isNew(text));
    }

    /// Continuations of prompts, each by itself.
    Plan completions(LoadedModel model, GenerationParams params, List<String> prompts, boolean pieces) {
        long seed = seedOf(params);
        List<int[]> ids = params.skipUnknown()
                ? prompts.stream().map(it -> knownOf(it, model.vocabulary())).toList()
                : model.vocabulary().encode(prompts);
        long characters = ids.stream().mapToLong(it -> it.length).sum();
        TextStream stream = stream(model, seed, ids.size(), characters, 0);
        var tasks = new ArrayList<ModelWorker.Task>();
        for (int i = 0; i < ids.size(); i++) {
            int[] prompt = ids.get(i);
            WritingTask task = task(model.toRead(prompt, seed), prompt.length, 0, params.maxLength(), params, seed, 0);
            var listener = new StreamListener(stream, "", pieces, i * params.n());
            tasks.add(measured(model, task, null, prompt.length, stream, listener));
        }
        return new Plan(stream, tasks);
    }

    /// The next text of a conversation: it goes on where the last one ended, and, with the same seed or none, with
    /// the draws that follow.
    ///
    /// @param key of the model
    Plan turn(
            LoadedModel model, ModelKey key, GenerationParams params, String text, Sessions.Turn turn, boolean pieces) {
        Sessions.Place before = turn.place();
        Long wanted = params.seed();
        long seed = wanted == null && before != null ? before.seed() : seedOf(params);
        long draws = before != null && before.seed() == seed ? before.draws() : 0;
        long remembered = before == null ? 0 : before.characters();
        int[] prompt = encode(text, model.vocabulary(), params.skipUnknown());
        Memory memory = before == null || model.beginsAnew(prompt) ? null : before.memory();
        int[] toRead = memory == null || before == null
                ? model.toRead(prompt, seed)
                : IntStream.concat(IntStream.of(before.lastId()), IntStream.of(prompt))
                        .toArray();
        TextStream stream = stream(model, seed, 1, prompt.length, remembered);
        var after = new Sessions.Place(key, memory, -1, seed, draws, remembered + prompt.length);
        var listener = new SessionListener(new StreamListener(stream, "", pieces, 0), turn, after);
        WritingTask task = task(toRead, prompt.length, 0, params.maxLength(), params, seed, draws);
        return new Plan(stream, List.of(measured(model, task, memory, prompt.length, stream, listener)));
    }

    private ModelWorker.Task measured(
            LoadedModel model,
            WritingTask task,
            @Nullable Memory memory,
            long promptCharacters,
            TextStream stream,
            WritingListener listener) {
        RequestMeasure measure = metrics.of(model.author()).request(promptCharacters);
        var measured = new MeasuredListener(listener, measure, stream::isClosed);
        return new ModelWorker.Task(model.writer().texts(task, memory, measured), measure, stream::isClosed);
    }

    private static TextStream stream(LoadedModel model, long seed, int works, long characters, long remembered) {
        return new TextStream(model.author(), seed, works, characters, remembered, model.worker()::wake);
    }

    private static WritingTask task(
            int[] prompt, int given, int begun, int maxLength, GenerationParams params, long seed, long draws) {
        return new WritingTask(
                prompt,
                given,
                begun,
                params.n(),
                maxLength,
                params.decoding(),
                params.stop(),
                params.search(),
                params.logprobs(),
                seed,
                draws);
    }

    private static int[] encode(String text, Vocabulary vocabulary, boolean skipUnknown) {
        return skipUnknown ? knownOf(text, vocabulary) : vocabulary.encode(text);
    }

    /// The ids of those characters that the vocabulary has.
    private static int[] knownOf(String text, Vocabulary vocabulary) {
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
