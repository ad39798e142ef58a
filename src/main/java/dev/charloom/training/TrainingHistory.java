package dev.charloom.training;

import java.util.List;

/// The course of a run in a bounded number of entries. Losses are in nats per character.
///
/// @param losses of the training steps, in order; in a long run a point stands for several steps
/// @param evaluations in order; in a run with very many, the earlier ones are thinned out, but never the best
public record TrainingHistory(List<LossPoint> losses, List<Evaluation> evaluations) {

    static final TrainingHistory EMPTY = new TrainingHistory(List.of(), List.of());

    public TrainingHistory {
        losses = List.copyOf(losses);
        evaluations = List.copyOf(evaluations);
    }
}
