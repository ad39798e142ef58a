package dev.charloom.engine;

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

    /// `x·W + b` of one unit of one gate.
    final double input(int gate, double[] x, int unit) {
        double sum = b[gate * hidden + unit];
        for (int k = 0; k < inputs; k++) {
            sum += x[k] * W[at(k, gate, unit)];
        }
        return sum;
    }

    /// `h·U` of one unit of one gate.
    final double recurrent(int gate, double[] h, int unit) {
        double sum = 0;
        for (int k = 0; k < hidden; k++) {
            sum += h[k] * U[at(k, gate, unit)] * kept[at(k, gate, unit)];
        }
        return sum;
    }

    /// The second bias of one unit of one gate.
    final double recurrentBias(int gate, int unit) {
        return bU[gate * hidden + unit];
    }

    /// Backward through [#input] whose gradient is `da`.
    final void inputBack(int gate, double[] x, int unit, double da, double[] dx) {
        db[gate * hidden + unit] += da;
        for (int k = 0; k < inputs; k++) {
            dW[at(k, gate, unit)] += x[k] * da;
            dx[k] += W[at(k, gate, unit)] * da;
        }
    }

    /// Backward through [#recurrent] whose gradient is `da`.
    final void recurrentBack(int gate, double[] h, int unit, double da, double[] dh) {
        for (int k = 0; k < hidden; k++) {
            dU[at(k, gate, unit)] += h[k] * da * kept[at(k, gate, unit)];
            dh[k] += U[at(k, gate, unit)] * da * kept[at(k, gate, unit)];
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
