package dev.charloom.training;

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
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes a model of what a run has learned.
final class ModelPublisher {

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

    /// The version that a job has published already; null if there is none.
    @Nullable
    Integer versionOf(Job job) {
        return repository.versions(job.model()).reversed().stream()
                .filter(version -> madeBy(job, new ModelReference(job.model(), version)))
                .findFirst()
                .orElse(null);
    }

    private boolean madeBy(Job job, ModelReference version) {
        try {
            return repository.manifest(version).training().job().equals(job.id().value());
        } catch (ModelDamaged | ModelNotFound e) { // reported where it was found, or just deleted: it makes another
            return false;
        }
    }

    /// Publishes the best weights of a run, with what tells whether a text stands in the corpus.
    ///
    /// @param corpus what was trained on
    /// @return the number of the version
    int publish(Job job, TrainingPlan plan, TrainingLoop.Result result, CorpusFile corpus) throws IOException {
        List<String> history =
                result.evaluations().stream().map(JSON::writeValueAsString).toList();
        Novelty novelty = Novelty.of(Corpus.load(corpus, plan.vocabulary()), plan.mode());
        return repository.publish(manifest(job, plan, result), result.weights(), history, novelty::writeTo);
    }

    private ModelManifest manifest(Job job, TrainingPlan plan, TrainingLoop.Result result) {
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
                training(job, plan, result));
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

    private ModelManifest.Training training(Job job, TrainingPlan plan, TrainingLoop.Result result) {
        List<Evaluation> evaluations = result.evaluations();
        Evaluation best = evaluations.stream()
                .filter(Evaluation::best)
                .reduce((earlier, later) -> later)
                .orElse(evaluations.getLast());
        return new ModelManifest.Training(
                job.id().value(),
                parameters(plan.params()),
                plan.params().seed(),
                codeVersion,
                evaluations.getLast().step(),
                best.step(),
                best.epoch(),
                best.trainLoss(),
                best.validationLoss(),
                plan.validationMethod(),
                null);
    }

    /// The parameters by their public names, choices in lower case.
    static Map<String, Object> parameters(TrainingParams params) {
        var map = new LinkedHashMap<String, Object>();
        for (var component : TrainingParams.class.getRecordComponents()) {
            Object value = valueOf(component, params);
            if (value != null) {
                map.put(component.getName(), value instanceof Enum<?> choice ? TrainingParams.nameOf(choice) : value);
            }
        }
        return map;
    }

    private static @Nullable Object valueOf(java.lang.reflect.RecordComponent component, TrainingParams params) {
        try {
            return component.getAccessor().invoke(params);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's components are readable", e);
        }
    }
}
