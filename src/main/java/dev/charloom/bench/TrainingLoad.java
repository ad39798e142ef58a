package dev.charloom.bench;

import dev.charloom.engine.Adam;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.State;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.util.Arrays;

/// Training steps as the jobs make them: forward, backward, clipping to norm 5, Adam at a rate of 0.002.
///
/// One window of random ids, every row scored, read from the zero state in every step.
final class TrainingLoad implements Load {

    private static final double CLIP_NORM = 5;
    private static final double LEARNING_RATE = 2e-3;

    private final Trainer trainer;
    private final Window window = new Window();
    private final State state;
    private double loss;

    TrainingLoad(Workload workload, Blas blas, int threads) {
        var shape = workload.shape();
        int rows = workload.batch() * workload.time();
        var weights = new Initializer(RandomStream.of(SEED, Purpose.WEIGHTS, 0)).initialize(shape);
        trainer = new Trainer(weights, new Adam(shape), CLIP_NORM, rows, workload.batch(), blas, threads);
        state = new State(shape, workload.batch());
        int[] widths = new int[workload.time()];
        Arrays.fill(widths, workload.batch());
        var random = RandomStream.of(SEED, Purpose.SAMPLE, 0);
        window.set(
                workload.time(),
                widths,
                random.ints(rows, 0, shape.vocabulary()).toArray(),
                random.ints(rows, 0, shape.vocabulary()).toArray());
    }

    @Override
    public void step() {
        state.reset();
        loss = trainer.step(window, state, LEARNING_RATE).loss() / window.rows();
    }

    /// Mean negative log-likelihood of the last step, in nats.
    double loss() {
        return loss;
    }

    @Override
    public long charactersPerStep() {
        return window.rows();
    }

    @Override
    public void close() {
        trainer.close();
    }
}
