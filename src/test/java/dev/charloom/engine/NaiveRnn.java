package dev.charloom.engine;

/// Elman 1990: `h_j = tanh(Σ x_k·W_kj + Σ h₋_k·U_kj + b_j)`.
final class NaiveRnn extends NaiveCell {

    NaiveRnn(ModelShape shape, int layer, NaiveTensors weights, NaiveTensors gradients, NaiveDropout dropout) {
        super(shape, layer, weights, gradients, dropout);
    }

    @Override
    Memory step(double[] x, double[] hPrev, double[] cPrev) {
        double[] h = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            h[j] = Math.tanh(input(0, x, j) + recurrent(0, hPrev, j));
        }
        return new Memory(x, hPrev, cPrev, h, cPrev, new double[0][], new double[0]);
    }

    @Override
    Back back(Memory step, double[] dh, double[] dc) {
        double[] dx = new double[inputs];
        double[] dhPrev = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double da = dh[j] * (1 - step.h()[j] * step.h()[j]);
            inputBack(0, step.x(), j, da, dx);
            recurrentBack(0, step.hPrev(), j, da, dhPrev);
        }
        return new Back(dx, dhPrev, dc);
    }
}
