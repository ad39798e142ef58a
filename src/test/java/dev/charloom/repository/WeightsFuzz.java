package dev.charloom.repository;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// A target of the fuzzer: any bytes as the weights of a published model.
public final class WeightsFuzz {

    private static final ModelShape SHAPE = new ModelShape(3, CellKind.LSTM, 1, 2, 2);

    private WeightsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Parameters read;
        try {
            read = SafetensorsWeights.read(SHAPE, new ByteArrayInputStream(input), input.length);
        } catch (WeightsRejected e) {
            return;
        }
        for (Parameters.Tensor tensor : read.tensors()) {
            for (float value : tensor.matrix().data) {
                if (!Float.isFinite(value)) {
                    throw new AssertionError("a number that is not finite was taken");
                }
            }
        }
    }
}
