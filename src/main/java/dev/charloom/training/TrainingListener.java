package dev.charloom.training;

/// Hears of a run's progress, on the thread that trains.
interface TrainingListener {

    /// A step was taken.
    ///
    /// @param step steps taken so far
    /// @param steps steps in all
    /// @param epoch the epoch that the step belongs to, counted from 1
    /// @param loss sum over the step's characters, in nats
    /// @param characters how many there were
    void stepped(long step, long steps, int epoch, double loss, int characters);

    /// The model was evaluated.
    void evaluated(Evaluation evaluation);

    /// The model wrote a sample.
    void sampled(TrainingSample sample);
}
