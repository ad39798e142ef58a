package dev.charloom.generation;

import dev.charloom.repository.ModelManifest;

/// The numbers that a loaded model's weights are kept in.
enum WeightFormat {
    FLOAT32,
    /// A quarter of the memory, and several times as fast.
    INT8;

    /// How much worse than in float32 the loss may be in 8 bits for a model to be served so.
    private static final double TOLERANCE = 0.005;

    /// What a request gets: 8 bits only where it leaves the choice, and where the model was measured to be no worse.
    static WeightFormat of(Precision precision, ModelManifest manifest) {
        ModelManifest.Training training = manifest.training();
        Double exact = training.validationLoss();
        Double int8 = training.int8ValidationLoss();
        boolean noWorse = exact != null && int8 != null && int8 <= exact * (1 + TOLERANCE);
        return precision == Precision.AUTO && noWorse ? INT8 : FLOAT32;
    }
}
