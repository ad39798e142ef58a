package dev.charloom.training;

import dev.charloom.engine.Adam;
import dev.charloom.engine.AdamW;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.Optimizer;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.RmsProp;
import dev.charloom.engine.Sgd;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.Batches;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Makes trainers as plans ask for them, tells how fast they are, and counts the memory that they take.
final class Trainers {

    private final Blas blas;
    private final int threads;
    private final TrainingMemory memory;
    private final LongSupplier nanoTime;

    /// @param nanoTime a clock for durations
    Trainers(Blas blas, int threads, TrainingMemory memory, LongSupplier nanoTime) {
        this.blas = blas;
        this.threads = threads;
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    /// Takes the memory of a job, until it is closed; whatever the job makes and measures meanwhile is within it.
    ///
    /// @param stop whether a job that has to wait for it should do so no more
    /// @return null if it was stopped
    TrainingMemory.@Nullable Share memoryOfJob(TrainingPlan plan, BooleanSupplier stop) {
        return memory.ofJob((long) plan.memory(), stop);
    }

    /// A trainer with room for every window, whose weights are still zero: a run that is taken up again needs none to
    /// be drawn, which takes seconds where a layer has thousands of units.
    Trainer create(TrainingPlan plan, Curriculum curriculum) {
        return create(plan, curriculum, new Parameters(plan.shape()));
    }

    /// What draws the first weights of a plan.
    static Initializer initializer(TrainingPlan plan) {
        return new Initializer(RandomStream.of(plan.params().seed(), Purpose.WEIGHTS, 0));
    }

    private Trainer create(TrainingPlan plan, Curriculum curriculum, Parameters weights) {
        TrainingParams params = plan.params();
        var windows = curriculum.training().newWindow();
        return new Trainer(
                weights,
                optimizer(plan),
                new Trainer.Settings(
                        params.optimization().clipNorm(),
                        params.regularization().dropout(params.seed()),
                        Objects.requireNonNullElse(params.regularization().averageDecay(), 0.0)),
                Math.max(windows.inputs().length, rowsOf(curriculum.validation())),
                Math.max(windows.maxLanes(), lanesOf(curriculum.validation())),
                blas,
                threads);
    }

    /// Measures the speed of a plan that is no job yet.
    ///
    /// @param seconds how long it may take, about
    /// @throws CannotMeasureNow if the jobs that run leave too little memory for it
    MeasuredSpeed measure(TrainingPlan plan, Curriculum curriculum, double seconds) {
        try (var _ = memory.ofMeasurement((long) plan.memory())) {
            return measureWithinJob(plan, curriculum, seconds);
        }
    }

    /// Measures the speed of a job's plan with a trainer that is thrown away.
    ///
    /// @param seconds how long it may take, about
    MeasuredSpeed measureWithinJob(TrainingPlan plan, Curriculum curriculum, double seconds) {
        Parameters weights = initializer(plan).initializeUniformly(plan.shape());
        try (Trainer trainer = create(plan, curriculum, weights)) {
            return MeasuredSpeed.of(trainer, curriculum, seconds, new SampleScribe(plan, blas)::write, nanoTime);
        }
    }

    private static Optimizer optimizer(TrainingPlan plan) {
        Optimization it = plan.params().optimization();
        return switch (it.optimizer()) {
            case SGD -> new Sgd(plan.shape(), Objects.requireNonNull(it.momentum()));
            case RMSPROP -> new RmsProp(plan.shape());
            case ADAM -> new Adam(plan.shape());
            case ADAMW -> new AdamW(plan.shape(), Objects.requireNonNull(it.weightDecay()));
        };
    }

    private static int lanesOf(@Nullable Batches batches) {
        return batches == null ? 0 : batches.newWindow().maxLanes();
    }

    private static int rowsOf(@Nullable Batches batches) {
        return batches == null ? 0 : batches.newWindow().inputs().length;
    }
}
