package dev.charloom.training;

import dev.charloom.engine.Adam;
import dev.charloom.engine.AdamW;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.Optimizer;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.RmsProp;
import dev.charloom.engine.Sgd;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.CorpusFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Runs of the training loop for tests.
final class Runs {

    private Runs() {}

    /// What a run tells.
    static class Recorder implements TrainingListener {
        final List<Evaluation> evaluations = new ArrayList<>();
        final List<TrainingSample> samples = new ArrayList<>();
        final List<Double> losses = new ArrayList<>();
        final List<Long> setbacks = new ArrayList<>();

        @Override
        public void resumed(TrainingRun run) {}

        @Override
        public void stepped(TrainingRun run, int epoch, double loss, int characters, boolean recorded) {
            losses.add(loss / characters);
        }

        @Override
        public void evaluated(TrainingRun run, Evaluation evaluation) {
            evaluations.add(evaluation);
        }

        @Override
        public void sampled(TrainingSample sample) {
            samples.add(sample);
        }

        @Override
        public void setBack(TrainingRun run, long failed) {
            setbacks.add(failed);
        }
    }

    /// A run from its first step.
    static TrainingLoop.Result run(
            CorpusFile file, TrainingParams params, int threads, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        return run(file, params, threads, listener, new MemoryCheckpoints(), run -> {}, stop);
    }

    /// A run whose result outlives its trainer.
    ///
    /// @param resume puts the run where it begins
    static TrainingLoop.Result run(
            CorpusFile file,
            TrainingParams params,
            int threads,
            TrainingListener listener,
            Checkpoints checkpoints,
            Consumer<TrainingRun> resume,
            BooleanSupplier stop)
            throws IOException {
        TrainingPlan plan = TrainingPlan.of(params, file, TrainingFixtures.MEMORY);
        Curriculum curriculum = plan.curriculum(file);
        var random = RandomStream.of(params.seed(), Purpose.WEIGHTS, 0);
        Parameters initial = new Initializer(random).initialize(plan.shape());
        try (var trainer = trainer(plan, initial, threads)) {
            TrainingRun run = TrainingLoop.newRun(plan.params(), curriculum.training(), trainer);
            resume.accept(run);
            var result = new TrainingLoop(
                            plan.params(),
                            curriculum,
                            run,
                            new SampleScribe(plan, new JavaBlas())::write,
                            listener,
                            checkpoints,
                            stop)
                    .run();
            return new TrainingLoop.Result(result.weights().copy(), result.state(), result.end());
        }
    }

    private static Trainer trainer(TrainingPlan plan, Parameters initial, int threads) {
        Regularization it = plan.params().regularization();
        Double decay = it.averageDecay();
        var settings = new Trainer.Settings(5, it.dropout(plan.params().seed()), decay == null ? 0 : decay);
        return new Trainer(initial, optimizer(plan), settings, 2048, 16, new JavaBlas(), threads);
    }

    private static Optimizer optimizer(TrainingPlan plan) {
        return switch (plan.params().optimization().optimizer()) {
            case SGD -> new Sgd(plan.shape(), 0.9);
            case RMSPROP -> new RmsProp(plan.shape());
            case ADAM -> new Adam(plan.shape());
            case ADAMW -> new AdamW(plan.shape(), 0.01);
        };
    }

    static List<float[]> numbers(Parameters parameters) {
        return parameters.tensors().stream().map(t -> t.matrix().data).toList();
    }
}
