package dev.charloom.bench;

import dev.charloom.engine.kernel.Blas;

/// Work that is measured, step by step.
sealed interface Load extends AutoCloseable permits TrainingLoad, SamplingLoad {

    /// The seed of weights, ids and draws: every run does the same work.
    long SEED = 1;

    void step();

    long charactersPerStep();

    @Override
    void close();

    static Load of(Workload workload, Blas blas, int threads) {
        return workload.sampling()
                ? new SamplingLoad(workload, blas, threads)
                : new TrainingLoad(workload, blas, threads);
    }
}
