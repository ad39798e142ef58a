package dev.charloom.sampling;

/// A probability distribution over ids that filters narrow down, in place: scratch memory that is filled anew for every
/// character and allocates only when a longer row comes.
///
/// A filter keeps the first few ids *by rank*: by descending probability, equals by ascending id. Ranks are found one
/// at a time, as far as a filter asks, by taking the root off a heap; a nucleus is usually a small part of the
/// vocabulary.
/// Weights stay unnormalised and are compared with their sum, so that a bound met exactly (nine of ten equals for 0.9)
/// is not lost to the rounding of a division.
final class Distribution {

    private double[] weights = new double[0]; // by id; 1 for the most probable, 0 for the impossible
    private int[] ids = new int[0]; // a heap in [0, unranked), then the ranked ids backwards: rank 0 is the last one
    private int size;
    private int unranked; // −1 while nobody has asked for a rank: a draw among all ids needs none
    private int kept; // the ids of rank 0…kept−1 are still possible
    private double mass; // the sum of their weights
    private final NearestFirst nearest = new NearestFirst();

    /// Every id with its probability, `softmax(logits / temperature)`.
    ///
    /// @param temperature above 0
    /// @throws IllegalArgumentException if a logit is NaN or all are −∞, or if `length` is less than 1
    void setToSoftmax(float[] logits, int offset, int length, double temperature) {
        float max = Logits.max(logits, offset, length);
        reserve(length);
        mass = 0;
        for (int id = 0; id < length; id++) {
            weights[id] = Math.exp(Logits.belowMax(logits[offset + id], max) / temperature);
            mass += weights[id];
        }
        kept = length;
    }

    /// Keeps the `count` most probable ids.
    void keepTop(int count) {
        if (count < kept) {
            keep(count);
        }
    }

    /// Keeps the smallest set of most probable ids that together have at least the probability `p`; 1 keeps all.
    void keepNucleus(double p) {
        if (p >= 1) {
            return;
        }
        double sum = 0;
        for (int rank = 0; rank < kept; rank++) {
            sum += weights[ranked(rank)];
            if (sum >= p * mass) {
                keep(rank + 1);
                return;
            }
        }
    }

    /// Keeps the ids that are at least `fraction` times as probable as the most probable one.
    void keepAtLeast(double fraction) {
        double threshold = fraction * weights[ranked(0)];
        int count = 1;
        while (count < kept && weights[ranked(count)] >= threshold) {
            count++;
        }
        keep(count);
    }

    /// Keeps the smallest set of ids that together have at least the probability `p`, those first whose surprisal comes
    /// nearest to the entropy; 1 keeps all. What is left is no number of first ranks, so no other filter
    /// may follow.
    void keepTypical(double p) {
        if (p >= 1) {
            return;
        }
        double entropy = entropy();
        nearest.clear(kept);
        for (int i = 0; i < kept; i++) {
            double weight = weights[keptId(i)];
            if (weight > 0) {
                nearest.add(keptId(i), Math.abs(-Math.log(weight / mass) - entropy));
            }
        }
        double sum = 0;
        while (sum < p * mass && !nearest.isEmpty()) {
            sum += weights[nearest.poll()];
        }
        while (!nearest.isEmpty()) {
            weights[nearest.poll()] = 0;
        }
        mass = sum;
    }

    private double entropy() {
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            double probability = weights[keptId(i)] / mass;
            sum -= probability > 0 ? probability * Math.log(probability) : 0;
        }
        return sum;
    }

    /// The id at `u` of the way through the distribution, `0 ≤ u < 1`: a draw, if `u` is uniform. Goes through the ids
    /// in their own order while all are kept, else by rank.
    int draw(double u) {
        double target = u * mass;
        double sum = 0;
        int last = 0;
        for (int i = 0; i < kept; i++) {
            int id = keptId(i);
            if (weights[id] > 0) {
                sum += weights[id];
                last = id;
            }
            if (sum > target) {
                return id;
            }
        }
        return last;
    }

    /// Kept id number `i`: in their own order while all are kept, else by rank.
    private int keptId(int i) {
        return kept == size ? i : ranked(i);
    }

    private void keep(int count) {
        kept = count;
        mass = 0;
        for (int rank = 0; rank < count; rank++) {
            mass += weights[ranked(rank)];
        }
    }

    private int ranked(int rank) {
        if (unranked < 0) {
            heap();
        }
        while (size - unranked <= rank) {
            unranked--;
            int best = ids[0];
            ids[0] = ids[unranked];
            ids[unranked] = best;
            siftDown(0);
        }
        return ids[size - 1 - rank];
    }

    private void heap() {
        for (int id = 0; id < size; id++) {
            ids[id] = id;
        }
        unranked = size;
        for (int node = size / 2 - 1; node >= 0; node--) {
            siftDown(node);
        }
    }

    private void siftDown(int start) {
        int node = start;
        while (true) {
            int best = better(node, better(2 * node + 1, 2 * node + 2));
            if (best == node) {
                return;
            }
            int id = ids[node];
            ids[node] = ids[best];
            ids[best] = id;
            node = best;
        }
    }

    /// The heap node whose id comes first by rank; a node beyond the heap comes last.
    private int better(int a, int b) {
        if (a >= unranked || b >= unranked) {
            return Math.min(a, b);
        }
        double difference = weights[ids[a]] - weights[ids[b]];
        return difference > 0 || (difference == 0 && ids[a] < ids[b]) ? a : b;
    }

    private void reserve(int length) {
        if (length > ids.length) {
            weights = new double[length];
            ids = new int[length];
        }
        size = length;
        unranked = -1;
    }
}
