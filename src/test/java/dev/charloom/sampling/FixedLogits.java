package dev.charloom.sampling;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.kernel.JavaBlas;

/// A network that gives the same logits whatever it reads: all weights are zero but the biases of the output.
final class FixedLogits {

    private FixedLogits() {}

    static Network network(float... logits) {
        var parameters = new Parameters(new ModelShape(logits.length, CellKind.RNN, 1, 3, 0));
        System.arraycopy(logits, 0, parameters.outputBias().data, 0, logits.length);
        return Network.forInference(parameters, new JavaBlas());
    }
}
