package dev.charloom.engine;

import java.util.List;

/// Clipping by global norm (R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural
/// networks", 2013): gradients whose norm over all tensors exceeds a limit are scaled down to it.
///
/// Squares are summed in double over fixed blocks, and the blocks in order, so that the norm does not depend on how
/// many workers share the work.
final class GradientClipping {

    private static final int BLOCK = 8192;

    private final double[] blockSums;
    private final double maxNorm;

    /// @param maxNorm the largest norm let through; 0 clips nothing
    GradientClipping(Parameters gradients, double maxNorm) {
        this.maxNorm = maxNorm;
        int blocks = 0;
        for (Parameters.Tensor tensor : gradients.tensors()) {
            blocks += Math.ceilDiv(tensor.matrix().getNumElements(), BLOCK);
        }
        blockSums = new double[blocks];
    }

    /// Sums the squares of the worker's share of blocks.
    void measure(Parameters gradients, Worker worker) {
        int from = worker.shareStart(blockSums.length);
        int to = worker.shareEnd(blockSums.length);
        int block = 0;
        List<Parameters.Tensor> tensors = gradients.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            float[] g = tensors.get(i).matrix().data;
            for (int at = 0; at < g.length; at += BLOCK, block++) {
                if (block >= from && block < to) {
                    blockSums[block] = sumOfSquares(g, at, Math.min(g.length, at + BLOCK));
                }
            }
        }
    }

    /// The global norm, once every worker has measured.
    double norm() {
        double sum = 0;
        for (double blockSum : blockSums) {
            sum += blockSum;
        }
        return Math.sqrt(sum);
    }

    /// What the gradients are multiplied with.
    float scale(double norm) {
        return maxNorm > 0 && norm > maxNorm ? (float) (maxNorm / norm) : 1f;
    }

    private static double sumOfSquares(float[] g, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = from;
        for (; j + 4 <= to; j += 4) {
            s0 += (double) g[j] * g[j];
            s1 += (double) g[j + 1] * g[j + 1];
            s2 += (double) g[j + 2] * g[j + 2];
            s3 += (double) g[j + 3] * g[j + 3];
        }
        for (; j < to; j++) {
            s0 += (double) g[j] * g[j];
        }
        return s0 + s1 + s2 + s3;
    }
}
