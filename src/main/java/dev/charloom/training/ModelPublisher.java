package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelDamaged;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.sampling.Novelty;
import dev.charloom.text.CharacterCount;
import dev.charloom.text.Corpus;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes a model of what a run has learned.
final class ModelPublisher {

    /// How a run ended whose job has not ended well.
    static final String CHECKPOINT = "checkpoint";

    private static final JsonMapper JSON = new JsonMapper();

    private final ModelRepository repository;
    private final String codeVersion;
    private final Clock clock;

    /// @param codeVersion the version of this program
    ModelPublisher(ModelRepository repository, String codeVersion, Clock clock) {
        this.repository = repository;
        this.codeVersion = codeVersion;
        this.clock = clock;
    }

    /// The version that a job has published at its end; null if there is none.
    @Nullable
    Integer versionOf(Job job) {
        return newest(job, training -> !CHECKPOINT.equals(training.ended()));
    }

    /// The version with the weights that a state would publish; null if there is none.
    @Nullable
    Integer versionOf(Job job, RunState state) {
        return newest(job, training -> training.bestStep() == bestStep(state));
    }

    private @Nullable Integer newest(Job job, Predicate<ModelManifest.Training> wanted) {
        return repository.versions(job.model()).reversed().stream()
                .filter(version -> madeBy(job, new ModelReference(job.model(), version), wanted))
                .findFirst()
                .orElse(null);
    }

    private boolean madeBy(Job job, ModelReference version, Predicate<ModelManifest.Training> wanted) {
        try {
            ModelManifest.Training training = repository.manifest(version).training();
            return training.job().equals(job.id().value()) && wanted.test(training);
        } catch (ModelDamaged | ModelNotFound e) { // reported where it was found, or just deleted: it makes another
            return false;
        }
    }

    /// As [#publish(ModelManifest, Corpus, Parameters, RunState, String)], of a corpus that is not in memory.
    ///
    /// @throws IOException if the corpus cannot be read
    int publish(ModelManifest draft, CorpusFile corpus, Parameters weights, RunState state, String ended)
            throws IOException {
        return publish(draft, Corpus.load(corpus, Vocabulary.of(draft.vocabulary())), weights, state, ended);
    }

    /// Publishes the best weights of a run, with what tells whether a text stands in the corpus.
    ///
    /// @param draft of the run's job
    /// @param corpus what was trained on
    /// @param state where the run stands
    /// @param ended how it ended, in the words of [ModelManifest.Training]
    /// @return the number of the version
    int publish(ModelManifest draft, Corpus corpus, Parameters weights, RunState state, String ended) {
        Novelty novelty = Novelty.of(corpus, TextMode.named(draft.tokenisation().mode()));
        return repository.publish(
                at(draft, state, ended), weights, lines(state.history().history()), novelty::writeTo);
    }

    /// Every evaluation, and every point of the training loss, in the order of the steps.
    private static List<String> lines(TrainingHistory history) {
        var lines = new ArrayList<String>();
        var points = history.losses().iterator();
        LossPoint point = points.hasNext() ? points.next() : null;
        for (Evaluation evaluation : history.evaluations()) {
            for (;
                    point != null && point.step() <= evaluation.step();
                    point = points.hasNext() ? points.next() : null) {
                lines.add(JSON.writeValueAsString(point));
            }
            lines.add(JSON.writeValueAsString(evaluation));
        }
        return lines;
    }

    /// The manifest of the model that a job makes, before anything is learned.
    ModelManifest draft(Job job, TrainingPlan plan) {
        boolean lines = plan.mode() == TextMode.LINES;
        return new ModelManifest(
                ModelManifest.FORMAT_VERSION,
                job.model(),
                0,
                clock.instant(),
                ModelManifest.Shape.of(plan.shape()),
                ModelManifest.Conventions.of(plan.shape().cell()),
                new ModelManifest.Tokenisation(
                        lines ? "lines" : "text",
                        lines ? Integer.valueOf('\n') : null,
                        lines ? "zero vector" : "newline"),
                plan.vocabulary().codePoints(),
                corpus(job, plan),
                new ModelManifest.Training(
                        job.id().value(),
                        parameters(plan.params()),
                        plan.params().seed(),
                        codeVersion,
                        0,
                        0,
                        0,
                        0,
                        null,
                        job.validation().split() + " " + job.validation().method(),
                        plan.params().from(),
                        CHECKPOINT,
                        null,
                        null));
    }

    /// The manifest of what the run has come to.
    ModelManifest at(ModelManifest draft, RunState state, String ended) {
        ModelManifest.Training it = draft.training();
        Evaluation best = state.bestEvaluation();
        double loss = state.lossSum() / Math.max(1, state.lossCharacters());
        return new ModelManifest(
                draft.formatVersion(),
                draft.name(),
                0,
                clock.instant(),
                draft.shape(),
                draft.conventions(),
                draft.tokenisation(),
                draft.vocabulary(),
                draft.corpus(),
                new ModelManifest.Training(
                        it.job(),
                        it.parameters(),
                        it.seed(),
                        it.codeVersion(),
                        state.step(),
                        bestStep(state),
                        best == null ? 1 : best.epoch(),
                        best == null ? loss : best.trainLoss(),
                        best == null ? null : best.lowestLoss(),
                        it.validationMethod(),
                        it.parent(),
                        ended,
                        it.int8ValidationLoss(),
                        it.int6ValidationLoss()));
    }

    /// The step after which the weights to publish were taken: of the lowest validation loss, or without one
    /// the last.
    private static long bestStep(RunState state) {
        Evaluation best = state.bestEvaluation();
        return state.bestLoss() == null || best == null ? state.step() : best.step();
    }

    private static ModelManifest.Corpus corpus(Job job, TrainingPlan plan) {
        Job.CorpusSummary summary = job.corpus();
        return new ModelManifest.Corpus(
                summary.sha256(),
                summary.bytes(),
                summary.characters(),
                summary.lines(),
                summary.distinctCharacters(),
                characterCounts(plan),
                plan.statistics().lineLengths().histogram().stream()
                        .map(bucket -> new ModelManifest.LengthBucket(bucket.from(), bucket.to(), bucket.lines()))
                        .toList());
    }

    private static long[] characterCounts(TrainingPlan plan) {
        Vocabulary vocabulary = plan.vocabulary();
        long[] counts = new long[vocabulary.size()];
        for (CharacterCount count : plan.statistics().characterCounts()) {
            counts[vocabulary.idOf(count.codePoint())] = count.count();
        }
        return counts;
    }

    /// The parameters by their public names, choices in lower case; those that the run had no use for are left out.
    static Map<String, Object> parameters(TrainingParams params) {
        var map = new LinkedHashMap<String, Object>();
        addComponents(params, map);
        return map;
    }

    private static void addComponents(Record params, Map<String, Object> map) {
        for (var component : params.getClass().getRecordComponents()) {
            switch (valueOf(component, params)) {
                case null -> {}
                case Budget budget -> map.put(component.getName(), budget.toString()); // a record, but no group
                case Record group -> addComponents(group, map);
                case Enum<?> choice -> map.put(component.getName(), TrainingParams.nameOf(choice));
                case Object value -> map.put(component.getName(), value);
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Record params) {
        try {
            return component.getAccessor().invoke(params);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's components are readable", e);
        }
    }
}
