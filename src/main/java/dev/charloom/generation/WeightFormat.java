package dev.charloom.generation;

import dev.charloom.engine.kernel.WeightBits;
import dev.charloom.repository.ModelManifest;
import org.jspecify.annotations.Nullable;

/// The numbers that a loaded model's weights are kept in.
enum WeightFormat {
    FLOAT32(null),
    /// A quarter of the memory, and several times as fast.
    INT8(WeightBits.EIGHT),
    /// Less memory still, which one text alone is written the faster for.
    INT6(WeightBits.SIX);

    /// How much worse than in float32 the loss may be in few bits for a model to be served so.
    private static final double TOLERANCE = 0.005;

    private final @Nullable WeightBits bits;

    WeightFormat(@Nullable WeightBits bits) {
        this.bits = bits;
    }

    /// Null for float32.
    @Nullable
    WeightBits bits() {
        return bits;
    }

    /// What a request gets: few bits only where it leaves the choice, and the fewest in which the model was measured to
    /// be no worse.
    static WeightFormat of(Precision precision, ModelManifest manifest) {
        ModelManifest.Training training = manifest.training();
        Double exact = training.validationLoss();
        if (precision == Precision.FLOAT32 || exact == null) {
            return FLOAT32;
        }
        if (isNoWorse(training.int6ValidationLoss(), exact)) {
            return INT6;
        }
        return isNoWorse(training.int8ValidationLoss(), exact) ? INT8 : FLOAT32;
    }

    private static boolean isNoWorse(@Nullable Double loss, double exact) {
        return loss != null && loss <= exact * (1 + TOLERANCE);
    }
}
