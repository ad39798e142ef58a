package dev.charloom.engine;

/// Gers et al. 2000, as PyTorch's `nn.LSTM` writes it:
///
/// ```
/// i_j, f_j, o_j = σ([x·W]_j + [h₋·U]_j + b_j), each with its own weights
/// g_j = tanh([x·W_g]_j + [h₋·U_g]_j + b_g_j)
/// c_j = f_j·c₋_j + i_j·g_j
/// h_j = o_j·tanh(c_j)
/// ```
final class NaiveLstm extends NaiveCell {

    private static final int I = 0;
    private static final int F = 1;
    private static final int G = 2;
    private static final int O = 3;

    NaiveLstm(ModelShape shape, int layer, NaiveTensors weights, NaiveTensors gradients, NaiveDropout dropout) {
        super(shape, layer, weights, gradients, dropout);
    }

    @Override
    Memory step(double[] x, double[] hPrev, double[] cPrev) {
        double[][] gate = new double[4][hidden];
        double[] c = new double[hidden];
        double[] h = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            gate[I][j] = sigmoid(input(I, x, j) + recurrent(I, hPrev, j));
            gate[F][j] = sigmoid(input(F, x, j) + recurrent(F, hPrev, j));
            gate[G][j] = Math.tanh(input(G, x, j) + recurrent(G, hPrev, j));
            gate[O][j] = sigmoid(input(O, x, j) + recurrent(O, hPrev, j));
            c[j] = gate[F][j] * cPrev[j] + gate[I][j] * gate[G][j];
            h[j] = gate[O][j] * Math.tanh(c[j]);
        }
        return new Memory(x, hPrev, cPrev, h, c, gate, new double[0]);
    }

    @Override
    Back back(Memory step, double[] dh, double[] dc) {
        double[] dx = new double[inputs];
        double[] dhPrev = new double[hidden];
        double[] dcPrev = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double i = step.gates()[I][j];
            double f = step.gates()[F][j];
            double g = step.gates()[G][j];
            double o = step.gates()[O][j];
            double tanhC = Math.tanh(step.c()[j]);
            double dCell = dc[j] + dh[j] * o * (1 - tanhC * tanhC);
            dcPrev[j] = dCell * f;
            double[] da = {
                dCell * g * i * (1 - i),
                dCell * step.cPrev()[j] * f * (1 - f),
                dCell * i * (1 - g * g),
                dh[j] * tanhC * o * (1 - o)
            };
            for (int gate = I; gate <= O; gate++) {
                inputBack(gate, step.x(), j, da[gate], dx);
                recurrentBack(gate, step.hPrev(), j, da[gate], dhPrev);
            }
        }
        return new Back(dx, dhPrev, dcPrev);
    }
}
