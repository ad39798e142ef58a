package dev.charloom.training;

import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.Tape;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.Int8Blas;
import dev.charloom.engine.kernel.Kernels;
import dev.charloom.text.Batches;
import org.jspecify.annotations.Nullable;

/// How well a model does in 8 bits, which decides whether it is served so.
final class Int8Loss {

    private Int8Loss() {}

    /// The loss on the validation part with the weights in 8 bits, in nats per character; null without such a part.
    static @Nullable Double of(Parameters weights, @Nullable Batches validation) {
        if (validation == null) {
            return null;
        }
        Blas int8 = new Int8Blas(Kernels.forWriting());
        Network network = Network.forInference(weights, int8);
        var largest = validation.newWindow();
        Tape tape = Tape.forInference(weights.shape(), largest.inputs().length, largest.maxLanes(), int8);
        return ValidationLoss.of(validation, weights.shape(), (window, state) -> network.loss(window, state, tape));
    }
}
