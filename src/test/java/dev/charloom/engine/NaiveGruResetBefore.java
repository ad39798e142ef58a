package dev.charloom.engine;

/// Cho et al. 2014, equations 5 to 8, with z weighting the old state:
///
/// ```
/// r_j = σ([x·W_r]_j + [h₋·U_r]_j + b_r_j)
/// z_j = σ([x·W_z]_j + [h₋·U_z]_j + b_z_j)
/// n_j = tanh([x·W_n]_j + [(r∘h₋)·U_n]_j + b_n_j)
/// h_j = z_j·h₋_j + (1 − z_j)·n_j
/// ```
final class NaiveGruResetBefore extends NaiveCell {

    private static final int R = 0;
    private static final int Z = 1;
    private static final int N = 2;

    NaiveGruResetBefore(
            ModelShape shape, int layer, NaiveTensors weights, NaiveTensors gradients, NaiveDropout dropout) {
        super(shape, layer, weights, gradients, dropout);
    }

    @Override
    Memory step(double[] x, double[] hPrev, double[] cPrev) {
        double[][] gate = new double[3][hidden];
        double[] resetState = new double[hidden];
        double[] h = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            gate[R][j] = sigmoid(input(R, x, j) + recurrent(R, hPrev, j));
            gate[Z][j] = sigmoid(input(Z, x, j) + recurrent(Z, hPrev, j));
            resetState[j] = gate[R][j] * hPrev[j];
        }
        for (int j = 0; j < hidden; j++) {
            gate[N][j] = Math.tanh(input(N, x, j) + recurrent(N, resetState, j));
            h[j] = gate[Z][j] * hPrev[j] + (1 - gate[Z][j]) * gate[N][j];
        }
        return new Memory(x, hPrev, cPrev, h, cPrev, gate, resetState);
    }

    @Override
    Back back(Memory step, double[] dh, double[] dc) {
        double[] hPrev = step.hPrev();
        double[] dx = new double[inputs];
        double[] dhPrev = new double[hidden];
        double[] dResetState = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double n = step.gates()[N][j];
            double z = step.gates()[Z][j];
            double daN = dh[j] * (1 - z) * (1 - n * n);
            inputBack(N, step.x(), j, daN, dx);
            recurrentBack(N, step.extra(), j, daN, dResetState);
            double daZ = dh[j] * (hPrev[j] - n) * z * (1 - z);
            inputBack(Z, step.x(), j, daZ, dx);
            recurrentBack(Z, hPrev, j, daZ, dhPrev);
            dhPrev[j] += dh[j] * z;
        }
        for (int j = 0; j < hidden; j++) {
            double r = step.gates()[R][j];
            dhPrev[j] += dResetState[j] * r;
            double daR = dResetState[j] * hPrev[j] * r * (1 - r);
            inputBack(R, step.x(), j, daR, dx);
            recurrentBack(R, hPrev, j, daR, dhPrev);
        }
        return new Back(dx, dhPrev, dc);
    }
}
