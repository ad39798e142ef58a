package dev.charloom.training;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Keeps the checkpoints of a running job on disk: those that its parameters ask for, and others by the clock.
final class JobCheckpoints implements Checkpoints {

    private final CheckpointFiles files;
    private final int keep;
    private final long nanosBetween;
    private final LongSupplier nanoTime;
    private final Consumer<RunState> saved;
    private long lastSave;

    /// @param keep how many are kept
    /// @param secondsBetween after how many seconds without a checkpoint one is due
    /// @param nanoTime a clock for durations
    /// @param saved hears of each, once it is on disk
    JobCheckpoints(
            CheckpointFiles files, int keep, long secondsBetween, LongSupplier nanoTime, Consumer<RunState> saved) {
        this.files = files;
        this.keep = keep;
        this.nanosBetween = secondsBetween * 1_000_000_000L;
        this.nanoTime = nanoTime;
        this.saved = saved;
        this.lastSave = nanoTime.getAsLong();
    }

    @Override
    public boolean isDue() {
        return nanoTime.getAsLong() - lastSave >= nanosBetween;
    }

    @Override
    public void save(TrainingRun run, boolean scheduled) {
        RunState state = run.state();
        files.save(state, run.tensors(state.bestLoss() != null), scheduled);
        files.prune(keep);
        lastSave = nanoTime.getAsLong();
        saved.accept(state);
    }

    @Override
    public void restoreScheduled(TrainingRun run) {
        if (!restore(run, true)) {
            throw new IllegalStateException("no checkpoint is left to go back to");
        }
        files.forgetAfterScheduled();
    }

    /// Puts a run that has not begun to where the newest sound checkpoint stands.
    ///
    /// @return whether there is one
    boolean resume(TrainingRun run) {
        files.sweep();
        return restore(run, false);
    }

    private boolean restore(TrainingRun run, boolean scheduledOnly) {
        RunState state = files.readNewest(scheduledOnly, it -> run.tensors(it.bestLoss() != null));
        if (state == null) {
            return false;
        }
        run.restore(state);
        return true;
    }
}
