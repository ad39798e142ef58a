package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusStatistics;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes plans of what users ask for: fills in presets, and looks at the models that are gone on from.
final class TrainingPlanner {

    /// Long enough for a rough number, short enough to wait for.
    private static final double SECONDS_TO_MEASURE = 2;

    /// Steps after which a text of a few pages had been learned as well as ever; with a quarter of them it was noise.
    private static final int LEAST_STEPS = 400;

    private final ModelRepository repository;
    private final TrainingProperties properties;
    private final Trainers trainers;

    TrainingPlanner(ModelRepository repository, TrainingProperties properties, Trainers trainers) {
        this.repository = repository;
        this.properties = properties;
        this.trainers = trainers;
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
    TrainingPlan plan(TrainingOrder asked, CorpusFile corpus) throws IOException {
        CorpusStatistics statistics = CorpusStatistics.of(corpus);
        TrainingOrder order = asked.forCorpusOf(statistics.characters());
        TrainingPlan plan = plan(order, statistics, corpus);
        order.requireEffectIn(plan);
        return order.leavesEpochsOpen() ? withEpochs(order, plan, corpus) : plan;
    }

    /// Decides how often a corpus is read where nobody has said so: as often as `maxSteps` take, or else as usual, and
    /// more often where it is short.
    private TrainingPlan withEpochs(TrainingOrder order, TrainingPlan plan, CorpusFile corpus) throws IOException {
        TrainingParams params = plan.params();
        Long most = params.maxSteps();
        if (most == null && plan.leastSteps() >= LEAST_STEPS) {
            return plan;
        }
        int windows = plan.curriculum(corpus).training().windowsPerEpoch();
        long usual = (long) params.epochs() * windows;
        long steps = most != null ? most : Math.max(usual, LEAST_STEPS);
        int epochs = (int) Math.min(TrainingParams.MAX_EPOCHS, Math.ceilDiv(steps, windows));
        if (epochs == params.epochs()) {
            return plan;
        }
        // Once more, since what is dropped goes by the passes.
        TrainingPlan decided = plan(order.withEpochs(epochs), plan.statistics(), corpus);
        return most != null ? decided : decided.withNote(readMoreOften(decided, params.epochs(), usual));
    }

    private TrainingPlan plan(TrainingOrder order, CorpusStatistics statistics, CorpusFile corpus) throws IOException {
        ModelReference from = order.from();
        if (from != null) {
            ModelManifest model = repository.manifest(repository.resolve(from));
            Vocabulary known = Vocabulary.of(model.vocabulary());
            TrainingPlan plan = TrainingPlan.of(order.goingOnFrom(model), statistics, corpus, known, memoryLimit());
            return plan.withNote(goesOn(model, plan));
        }
        Preset preset = order.presetToUse();
        if (preset == null) {
            return TrainingPlan.of(order.params(), statistics, corpus, null, memoryLimit());
        }
        Budget budget = order.params().budget();
        if (budget != null) {
            return timed(order, preset, budget.seconds(), statistics, corpus);
        }
        Preset decided = preset.decided(statistics.characters());
        TrainingParams params = order.with(decided, order.params().epochs());
        TrainingPlan plan = TrainingPlan.of(params, statistics, corpus, null, memoryLimit());
        return preset == decided ? plan : plan.withNote(chosen(decided, statistics));
    }

    /// A preset that a job can be planned with.
    ///
    /// @param passes how often there is time to read the corpus
    private record Candidate(Preset preset, double passes) {}

    /// Plans a job by the time that there is. Of the presets that come into question it takes the largest with which
    /// the corpus is read often enough, or else the smallest that fits the memory and what was given.
    private TrainingPlan timed(
            TrainingOrder order, Preset preset, double seconds, CorpusStatistics statistics, CorpusFile corpus)
            throws IOException {
        List<Preset> candidates = preset == Preset.AUTO ? Preset.candidates(statistics.characters()) : List.of(preset);
        Candidate chosen = null;
        for (int i = 0; i < candidates.size() && (chosen == null || chosen.passes() < Preset.LEAST_PASSES); i++) {
            Preset candidate = candidates.get(i);
            try {
                TrainingPlan plan = TrainingPlan.of(order.with(candidate, 1), statistics, corpus, null, memoryLimit());
                chosen = new Candidate(candidate, passes(plan, seconds, corpus));
            } catch (InvalidTrainingParams e) { // too large for the memory, or too small for what was given
                if (chosen == null && candidate == candidates.getLast()) {
                    throw e;
                }
            }
        }
        if (chosen == null) {
            throw new IllegalStateException("there is always a last candidate");
        }
        TrainingParams params = order.with(chosen.preset(), chosen.passes());
        TrainingPlan plan = TrainingPlan.of(params, statistics, corpus, null, memoryLimit());
        return preset == chosen.preset() ? plan : plan.withNote(chosen(chosen.preset(), statistics, chosen.passes()));
    }

    /// How often a plan reads its corpus in so many seconds.
    private double passes(TrainingPlan plan, double seconds, CorpusFile corpus) throws IOException {
        Curriculum curriculum = plan.curriculum(corpus);
        MeasuredSpeed speed = measure(plan, curriculum);
        long steps = speed.steps(seconds, plan.params(), curriculum);
        return (double) steps / curriculum.training().windowsPerEpoch();
    }

    /// Measures the speed of a plan.
    MeasuredSpeed measure(TrainingPlan plan, Curriculum curriculum) {
        return trainers.measure(plan, curriculum, SECONDS_TO_MEASURE);
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

    private static String readMoreOften(TrainingPlan plan, int usualEpochs, long usualSteps) {
        return "The corpus is short and is read %d times: %d times would be %d steps."
                .formatted(plan.params().epochs(), usualEpochs, usualSteps);
    }

    private static String chosen(Preset preset, CorpusStatistics statistics, double passes) {
        return String.format(
                Locale.ROOT,
                "Preset %s was chosen: in this time it reads the %,d characters about %.1f times.",
                TrainingParams.nameOf(preset),
                statistics.characters(),
                passes);
    }

    private static String chosen(Preset preset, CorpusStatistics statistics) {
        return String.format(
                Locale.ROOT,
                "Preset %s was chosen for %,d characters.",
                TrainingParams.nameOf(preset),
                statistics.characters());
    }
}
