package dev.charloom.sampling;

import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The same mathematics as [TruncatedSampler], written for reading: sort, cut, renormalise, once for every effect.
final class SamplingOracle {

    private SamplingOracle() {}

    /// The exact probability of every id.
    static double[] distribution(float[] logits, SamplingParams params) {
        double max = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double[] p = normalised(
                IntStream.range(0, logits.length).mapToDouble(i -> Math.exp((logits[i] - max) / params.temperature())));
        if (params.topK() != null) {
            p = keepingFirst(p, Math.min(params.topK(), p.length));
        }
        p = keepingFirst(p, nucleusSize(p, params.topP()));
        if (params.minP() != null) {
            double threshold = params.minP() * DoubleStream.of(p).max().orElseThrow();
            p = normalised(DoubleStream.of(p).map(x -> x >= threshold ? x : 0));
        }
        return p;
    }

    private static int[] byRank(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -p[i]).thenComparing(i -> i))
                .mapToInt(i -> i)
                .toArray();
    }

    private static int nucleusSize(double[] p, double topP) {
        int[] ranks = byRank(p);
        double sum = 0;
        for (int size = 1; size <= p.length; size++) {
            sum += p[ranks[size - 1]];
            if (sum >= topP) {
                return size;
            }
        }
        return p.length;
    }

    private static double[] keepingFirst(double[] p, int count) {
        double[] result = new double[p.length];
        IntStream.of(byRank(p)).limit(count).forEach(id -> result[id] = p[id]);
        return normalised(DoubleStream.of(result));
    }

    private static double[] normalised(DoubleStream weights) {
        double[] w = weights.toArray();
        double sum = DoubleStream.of(w).sum();
        return DoubleStream.of(w).map(x -> x / sum).toArray();
    }
}
