package dev.charloom.training;

import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.Tape;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.Kernels;
import dev.charloom.engine.kernel.QuantizedBlas;
import dev.charloom.engine.kernel.WeightBits;
import dev.charloom.repository.ModelManifest;
import dev.charloom.text.Batches;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How well a model does with its weights in few bits, which decides in how many it is served.
final class QuantizedLoss {

    private QuantizedLoss() {}

    /// A manifest with the losses on the validation part in 8 and in 6 bits, in nats per character; null without such a
    /// part.
    ///
    /// @param stop asked before every window; true breaks off, and the losses are no numbers
    static ModelManifest measure(
            ModelManifest manifest, Parameters weights, @Nullable Batches validation, BooleanSupplier stop) {
        return validation == null
                ? manifest.withQuantizedValidationLosses(null, null)
                : manifest.withQuantizedValidationLosses(
                        loss(weights, validation, WeightBits.EIGHT, stop),
                        loss(weights, validation, WeightBits.SIX, stop));
    }

    private static double loss(Parameters weights, Batches validation, WeightBits bits, BooleanSupplier stop) {
        Blas blas = new QuantizedBlas(Kernels.forWriting(), bits);
        Network network = Network.forInference(weights, blas);
        var largest = validation.newWindow();
        Tape tape = Tape.forInference(weights.shape(), largest.inputs().length, largest.maxLanes(), blas);
        return ValidationLoss.of(
                validation, weights.shape(), (window, state) -> network.loss(window, state, tape), stop);
    }
}
