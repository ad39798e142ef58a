package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import org.ejml.data.FMatrixRMaj;

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
        for (Parameters.Tensor tensor : tied.tensors()) {
            FMatrixRMaj copy = untied.find(tensor.name()).orElseThrow();
            System.arraycopy(tensor.values(), 0, copy.data, 0, tensor.values().length);
        }
        FMatrixRMaj embedding = tied.embedding(); // V×H
        for (int character = 0; character < shape.vocabulary(); character++) {
            for (int unit = 0; unit < shape.hidden(); unit++) {
                untied.outputWeights().set(unit, character, embedding.get(character, unit));
            }
        }
        return untied;
    }
}
