package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;

/// A model as the plain stack that other frameworks' files hold: recurrent layers above each other, and a linear output
/// that reads the top one.
final class PlainParameters {

    private PlainParameters() {}

    /// The same function of characters; tied weights are written out, the model itself is returned where there are
    /// none.
    ///
    /// @param format that is to hold it
    /// @throws NotExpressible if it has what a plain stack has not
    static Parameters of(String format, Parameters parameters) {
        ModelShape shape = parameters.shape();
        if (shape.skips()) {
            throw new NotExpressible(
                    format,
                    "its output reads the hidden states of all layers (skipConnections), and"
                            + " that of a plain stack reads the top layer");
        }
        if (shape.normalised()) {
            throw new NotExpressible(
                    format, "the products in its gates are normalised (layerNorm), and those of a plain stack are not");
        }
        return shape.tied() ? untied(parameters) : parameters;
    }

    private static Parameters untied(Parameters tied) {
        ModelShape shape = tied.shape();
        var untied = new Parameters(
                new ModelShape(shape.vocabulary(), shape.cell(), shape.layers(), shape.hidden(), shape.embedding()));
        var to = new OurTensors(untied);
        for (Parameters.Tensor tensor : tied.tensors()) {
            float[] copy = to.get(tensor.name()).values();
            System.arraycopy(tensor.values(), 0, copy, 0, copy.length);
        }
        float[] embedding = new OurTensors(tied).get("embedding").values(); // V×H
        float[] output = to.get("output.W").values(); // H×V
        for (int character = 0; character < shape.vocabulary(); character++) {
            for (int unit = 0; unit < shape.hidden(); unit++) {
                output[unit * shape.vocabulary() + character] = embedding[character * shape.hidden() + unit];
            }
        }
        return untied;
    }
}
