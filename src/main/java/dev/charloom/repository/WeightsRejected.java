package dev.charloom.repository;

/// A weights file that does not hold what the model's shape asks for.
public final class WeightsRejected extends RuntimeException {

    WeightsRejected(String reason) {
        super(reason);
    }
}
