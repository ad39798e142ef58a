package dev.charloom.training;

/// Where a run's checkpoints are kept.
interface Checkpoints {

    /// Whether it is time for one beside those that the parameters ask for. It changes nothing in the run's result.
    boolean isDue();

    /// Keeps what the run is now.
    ///
    /// @param scheduled whether the parameters ask for it: a run that leaves the numbers goes back to such a one,
    ///     so that its result does not depend on when others were made
    void save(TrainingRun run, boolean scheduled);

    /// Puts the run back to its last scheduled checkpoint and forgets what was kept after it.
    void restoreScheduled(TrainingRun run);
}
