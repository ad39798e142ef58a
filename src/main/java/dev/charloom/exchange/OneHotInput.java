package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;

/// A model without its embedding: the same function of characters, with `E·W` for the first layer's input weights.
final class OneHotInput {

    private OneHotInput() {}

    /// The model itself where its input is one-hot already.
    static Parameters of(Parameters parameters) {
        ModelShape shape = parameters.shape();
        if (shape.oneHot()) {
            return parameters;
        }
        var oneHot =
                new Parameters(new ModelShape(shape.vocabulary(), shape.cell(), shape.layers(), shape.hidden(), 0));
        var from = new OurTensors(parameters);
        for (Parameters.Tensor to : oneHot.tensors()) {
            Parameters.Tensor same = from.get(to.name());
            if (to.name().equals("layer.0.W")) {
                multiply(from.get("embedding"), same, to);
            } else {
                System.arraycopy(same.values(), 0, to.values(), 0, to.values().length);
            }
        }
        return oneHot;
    }

    /// `product = a·b`, summed in double precision.
    private static void multiply(Parameters.Tensor a, Parameters.Tensor b, Parameters.Tensor product) {
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                double sum = 0;
                for (int k = 0; k < a.columns(); k++) {
                    sum += (double) a.values()[i * a.columns() + k] * b.values()[k * b.columns() + j];
                }
                product.values()[i * b.columns() + j] = (float) sum;
            }
        }
    }
}
