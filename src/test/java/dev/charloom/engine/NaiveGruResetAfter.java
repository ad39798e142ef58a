package dev.charloom.engine;

/// The GRU of cuDNN and of PyTorch's `nn.GRU`:
///
/// ```
/// r_j = σ([x·W_r]_j + b_r_j + [h₋·U_r]_j + c_r_j)
/// z_j = σ([x·W_z]_j + b_z_j + [h₋·U_z]_j + c_z_j)
/// n_j = tanh([x·W_n]_j + b_n_j + r_j·([h₋·U_n]_j + c_n_j))
/// h_j = (1 − z_j)·n_j + z_j·h₋_j
/// ```
final class NaiveGruResetAfter extends NaiveCell {

    private static final int R = 0;
    private static final int Z = 1;
    private static final int N = 2;

    NaiveGruResetAfter(
            ModelShape shape, int layer, NaiveTensors weights, NaiveTensors gradients, NaiveDropout dropout) {
        super(shape, layer, weights, gradients, dropout);
    }

    @Override
    Memory step(double[] x, double[] hPrev, double[] cPrev) {
        double[][] gate = new double[3][hidden];
        double[] recurrentPart = new double[hidden];
        double[] h = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            gate[R][j] = sigmoid(input(R, x, j) + recurrent(R, hPrev, j) + recurrentBias(R, j));
            gate[Z][j] = sigmoid(input(Z, x, j) + recurrent(Z, hPrev, j) + recurrentBias(Z, j));
            recurrentPart[j] = recurrent(N, hPrev, j) + recurrentBias(N, j);
            gate[N][j] = Math.tanh(input(N, x, j) + gate[R][j] * recurrentPart[j]);
            h[j] = (1 - gate[Z][j]) * gate[N][j] + gate[Z][j] * hPrev[j];
        }
        return new Memory(x, hPrev, cPrev, h, cPrev, gate, recurrentPart);
    }

    @Override
    Back back(Memory step, double[] dh, double[] dc) {
        double[] hPrev = step.hPrev();
        double[] dx = new double[inputs];
        double[] dhPrev = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double r = step.gates()[R][j];
            double z = step.gates()[Z][j];
            double n = step.gates()[N][j];
            double daN = dh[j] * (1 - z) * (1 - n * n);
            inputBack(N, step.x(), j, daN, dx);
            recurrentBack(N, hPrev, j, daN * r, dhPrev);
            recurrentBiasBack(N, j, daN * r);
            double daR = daN * step.extra()[j] * r * (1 - r);
            inputBack(R, step.x(), j, daR, dx);
            recurrentBack(R, hPrev, j, daR, dhPrev);
            recurrentBiasBack(R, j, daR);
            double daZ = dh[j] * (hPrev[j] - n) * z * (1 - z);
            inputBack(Z, step.x(), j, daZ, dx);
            recurrentBack(Z, hPrev, j, daZ, dhPrev);
            recurrentBiasBack(Z, j, daZ);
            dhPrev[j] += dh[j] * z;
        }
        return new Back(dx, dhPrev, dc);
    }
}
