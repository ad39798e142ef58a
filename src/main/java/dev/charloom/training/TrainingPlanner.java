package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusStatistics;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes plans of what users ask for: fills in presets, and looks at the models that are gone on from.
final class TrainingPlanner {

    private final ModelRepository repository;
    private final TrainingProperties properties;

    TrainingPlanner(ModelRepository repository, TrainingProperties properties) {
        this.repository = repository;
        this.properties = properties;
    }

    /// Bytes that one job may need.
    long memoryLimit() {
        return (long) (Runtime.getRuntime().maxMemory() * properties.memoryFraction());
    }

    /// Plans a job that is asked for.
    ///
    /// @throws InvalidTrainingParams if the parameters do not fit together, the corpus, the memory, or the model to
    ///     go on from
    /// @throws dev.charloom.repository.ModelNotFound if there is no model to go on from
    /// @throws dev.charloom.text.TextRejected if the corpus is too short or does not fit the vocabulary
    TrainingPlan plan(TrainingOrder order, CorpusFile corpus) throws IOException {
        CorpusStatistics statistics = CorpusStatistics.of(corpus);
        ModelReference from = order.from();
        if (from != null) {
            ModelManifest model = repository.manifest(repository.resolve(from));
            Vocabulary known = Vocabulary.of(model.vocabulary());
            TrainingPlan plan = TrainingPlan.of(order.goingOnFrom(model), statistics, corpus, known, memoryLimit());
            return plan.withNote(goesOn(model, plan));
        }
        Preset preset = order.preset();
        if (preset == null) {
            return TrainingPlan.of(order.params(), statistics, corpus, null, memoryLimit());
        }
        Preset decided = preset.decided(statistics.characters());
        TrainingPlan plan = TrainingPlan.of(order.with(decided), statistics, corpus, null, memoryLimit());
        return preset == decided ? plan : plan.withNote(chosen(decided, statistics));
    }

    /// Plans a job that was planned before.
    ///
    /// @param draft of its model, once it has run; null before
    TrainingPlan again(Job job, CorpusFile corpus, @Nullable ModelManifest draft) throws IOException {
        CorpusStatistics statistics = CorpusStatistics.of(corpus);
        String from = job.params().from();
        Vocabulary known = null;
        if (from != null) {
            ModelManifest model = draft != null ? draft : repository.manifest(ModelReference.parse(from));
            known = Vocabulary.of(model.vocabulary());
        }
        return TrainingPlan.of(job.params(), statistics, corpus, known, memoryLimit());
    }

    private static String goesOn(ModelManifest model, TrainingPlan plan) {
        int added = plan.vocabulary().size() - model.vocabulary().length;
        return "It goes on from model %s, with %s."
                .formatted(
                        model.reference(),
                        switch (added) {
                            case 0 -> "no new characters";
                            case 1 -> "1 new character";
                            default -> added + " new characters";
                        });
    }

    private static String chosen(Preset preset, CorpusStatistics statistics) {
        return String.format(
                Locale.ROOT,
                "Preset %s was chosen for %,d characters.",
                TrainingParams.nameOf(preset),
                statistics.characters());
    }
}
