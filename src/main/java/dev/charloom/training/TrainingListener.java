package dev.charloom.training;

/// Hears of a run's progress, on the thread that trains. The run stands still meanwhile.
interface TrainingListener {

    /// The run goes on from a checkpoint, or begins.
    void resumed(TrainingRun run);

    /// A step was taken.
    ///
    /// @param epoch the epoch that the step belongs to, counted from 1
    /// @param loss sum over the step's characters, in nats
    /// @param characters how many there were
    /// @param recorded whether the run's history has changed
    void stepped(TrainingRun run, int epoch, double loss, int characters, boolean recorded);

    /// The model was evaluated.
    void evaluated(TrainingRun run, Evaluation evaluation);

    /// The model wrote a sample.
    void sampled(TrainingSample sample);

    /// A loss or gradient was no finite number: the run has gone back to a checkpoint, with half the rate.
    ///
    /// @param failed the step at which that was
    void setBack(TrainingRun run, long failed);
}
