package dev.charloom.engine;

import java.util.Arrays;

/// One recurrent layer in double precision, for one sequence, unit by unit, from the equations of the papers.
///
/// Shares no code with the engine: it knows from it only how the numbers of a layer are laid out, gate blocks of `H`
/// columns side by side.
abstract class NaiveCell {

    /// What one step computed, and what it computed it from.
    ///
    /// @param gates activations by gate and unit
    /// @param extra what a cell needs beside them, per unit
    record Memory(
            double[] x, double[] hPrev, double[] cPrev, double[] h, double[] c, double[][] gates, double[] extra) {}

    /// Gradients that one step hands on: of its input and of the states before it.
    record Back(double[] dx, double[] dhPrev, double[] dcPrev) {}

    final int inputs;
    final int hidden;
    private final int gates;
    private final double[] W;
    private final double[] U;
    private final double[] kept; // what U is multiplied with
    private final double[] b;
    private final double[] bU;
    private final double[] gW; // empty without layer normalisation
    private final double[] gU;
    private final double[] dgW;
    private final double[] dgU;
    private final double[] dW;
    private final double[] dU;
    private final double[] db;
    private final double[] dbU;

    NaiveCell(ModelShape shape, int layer, NaiveTensors weights, NaiveTensors gradients, NaiveDropout dropout) {
        inputs = shape.inputSize(layer);
        hidden = shape.hidden();
        gates = shape.cell().gates();
        String prefix = "layer." + layer + ".";
        W = weights.get(prefix + "W");
        U = weights.get(prefix + "U");
        kept = dropout.weights(layer, U.length);
        b = weights.get(prefix + "b");
        bU = weights.get(prefix + "bU");
        gW = weights.get(prefix + "gW");
        gU = weights.get(prefix + "gU");
        dgW = gradients.get(prefix + "gW");
        dgU = gradients.get(prefix + "gU");
        dW = gradients.get(prefix + "W");
        dU = gradients.get(prefix + "U");
        db = gradients.get(prefix + "b");
        dbU = gradients.get(prefix + "bU");
    }

    static NaiveCell of(
            ModelShape shape, int layer, NaiveTensors weights, NaiveTensors gradients, NaiveDropout dropout) {
        return switch (shape.cell()) {
            case RNN -> new NaiveRnn(shape, layer, weights, gradients, dropout);
            case GRU_RESET_BEFORE -> new NaiveGruResetBefore(shape, layer, weights, gradients, dropout);
            case GRU_RESET_AFTER -> new NaiveGruResetAfter(shape, layer, weights, gradients, dropout);
            case LSTM -> new NaiveLstm(shape, layer, weights, gradients, dropout);
        };
    }

    /// @param c cell states; ignored by cells that have none
    abstract Memory step(double[] x, double[] h, double[] c);

    /// Adds the gradients of this step's weights.
    ///
    /// @param dh all of the gradient of this step's hidden states
    /// @param dc of its cell states, from the following step
    abstract Back back(Memory step, double[] dh, double[] dc);

    /// `x·W + b` of one unit of one gate; with layer normalisation `g·(x·W − μ)/σ + b`.
    final double input(int gate, double[] x, int unit) {
        double product = gW.length == 0
                ? product(gate, x, W, null, unit)
                : gW[gate * hidden + unit] * normalised(products(gate, x, W, null))[unit];
        return b[gate * hidden + unit] + product;
    }

    /// `h·U` of one unit of one gate; with layer normalisation `g·(h·U − μ)/σ`.
    final double recurrent(int gate, double[] h, int unit) {
        return gU.length == 0
                ? product(gate, h, U, kept, unit)
                : gU[gate * hidden + unit] * normalised(products(gate, h, U, kept))[unit];
    }

    private double product(int gate, double[] v, double[] weights, double[] factors, int unit) {
        double product = 0;
        for (int k = 0; k < v.length; k++) {
            int at = at(k, gate, unit);
            product += v[k] * weights[at] * (factors == null ? 1 : factors[at]);
        }
        return product;
    }

    /// The products of all units of a gate.
    private double[] products(int gate, double[] v, double[] weights, double[] factors) {
        double[] products = new double[hidden];
        for (int unit = 0; unit < hidden; unit++) {
            products[unit] = product(gate, v, weights, factors, unit);
        }
        return products;
    }

    private static double[] normalised(double[] products) {
        double mean = Arrays.stream(products).average().orElseThrow();
        double scale = scale(products);
        return Arrays.stream(products).map(p -> (p - mean) * scale).toArray();
    }

    private static double scale(double[] products) {
        double mean = Arrays.stream(products).average().orElseThrow();
        double variance = Arrays.stream(products)
                .map(p -> (p - mean) * (p - mean))
                .average()
                .orElseThrow();
        return 1 / Math.sqrt(variance + 1e-5);
    }

    /// From the gradient `da` of one unit's normalised product, those of all products of its gate, by the Jacobian
    /// `∂x̂_j/∂x_k = (δ_jk − 1/H − x̂_j·x̂_k/H)/σ`.
    private double[] productsBack(double[] gains, double[] dGains, int gate, double[] products, int unit, double da) {
        double[] back = new double[hidden];
        double[] normalised = normalised(products);
        dGains[gate * hidden + unit] += da * normalised[unit];
        for (int k = 0; k < hidden; k++) {
            double jacobian = (k == unit ? 1 : 0) - 1.0 / hidden - normalised[unit] * normalised[k] / hidden;
            back[k] = da * gains[gate * hidden + unit] * jacobian * scale(products);
        }
        return back;
    }

    /// The second bias of one unit of one gate.
    final double recurrentBias(int gate, int unit) {
        return bU[gate * hidden + unit];
    }

    /// Backward through [#input] whose gradient is `da`.
    final void inputBack(int gate, double[] x, int unit, double da, double[] dx) {
        db[gate * hidden + unit] += da;
        if (gW.length == 0) {
            productBack(gate, x, W, null, unit, da, dx, dW);
            return;
        }
        double[] back = productsBack(gW, dgW, gate, products(gate, x, W, null), unit, da);
        for (int j = 0; j < hidden; j++) {
            productBack(gate, x, W, null, j, back[j], dx, dW);
        }
    }

    /// Backward through [#recurrent] whose gradient is `da`.
    final void recurrentBack(int gate, double[] h, int unit, double da, double[] dh) {
        if (gU.length == 0) {
            productBack(gate, h, U, kept, unit, da, dh, dU);
            return;
        }
        double[] back = productsBack(gU, dgU, gate, products(gate, h, U, kept), unit, da);
        for (int j = 0; j < hidden; j++) {
            productBack(gate, h, U, kept, j, back[j], dh, dU);
        }
    }

    private void productBack(
            int gate,
            double[] v,
            double[] weights,
            double[] factors,
            int unit,
            double da,
            double[] dv,
            double[] dWeights) {
        for (int k = 0; k < v.length; k++) {
            int at = at(k, gate, unit);
            double factor = factors == null ? 1 : factors[at];
            dWeights[at] += v[k] * da * factor;
            dv[k] += weights[at] * da * factor;
        }
    }

    final void recurrentBiasBack(int gate, int unit, double da) {
        dbU[gate * hidden + unit] += da;
    }

    static double sigmoid(double a) {
        return 1 / (1 + Math.exp(-a));
    }

    private int at(int row, int gate, int unit) {
        return row * gates * hidden + gate * hidden + unit;
    }
}
