package dev.charloom.generation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How well the values of a unit tell a feature of the characters, −1 to 1, by their ranks alone, so that it does not
/// matter whether a unit is saturated, nor how its values are scaled. Equal values share the mean of their ranks.
///
/// - Of a class: the rank-biserial correlation (E. E. Cureton, "Rank-Biserial Correlation", 1956), `2·AUC − 1` with the
///   area under the ROC curve: of all pairs of a character of the class and one outside, the share in which the unit is
///   higher in the class less the share in which it is lower. It does not depend on how rare the class is.
/// - Of a position: Spearman's rank correlation.
final class Separation {

    private final float[] feature;
    private final boolean isClass;
    private final double[] featureRanks;

    Separation(float[] feature) {
        this.feature = feature.clone();
        featureRanks = ranks(feature);
        boolean zerosAndOnes = true;
        for (float value : feature) {
            zerosAndOnes &= value == 0 || value == 1;
        }
        isClass = zerosAndOnes;
    }

    /// Null where no two characters differ in the feature.
    @Nullable
    Double of(float[] values) {
        double[] ranks = ranks(values);
        return isClass ? rankBiserial(ranks) : correlation(ranks);
    }

    private @Nullable Double rankBiserial(double[] ranks) {
        double members = 0;
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            members += feature[i];
            sum += feature[i] * ranks[i];
        }
        double pairs = members * (ranks.length - members);
        return pairs == 0 ? null : 2 * (sum - members * (members + 1) / 2) / pairs - 1;
    }

    private @Nullable Double correlation(double[] ranks) {
        double mean = (ranks.length + 1) / 2.0; // of any ranks
        double products = 0;
        double squares = 0;
        double featureSquares = 0;
        for (int i = 0; i < ranks.length; i++) {
            double d = ranks[i] - mean;
            double featureD = featureRanks[i] - mean;
            products += d * featureD;
            squares += d * d;
            featureSquares += featureD * featureD;
        }
        if (featureSquares == 0) {
            return null;
        }
        return squares == 0 ? 0 : products / Math.sqrt(squares * featureSquares);
    }

    /// From 1.
    private static double[] ranks(float[] values) {
        long[] sorted = new long[values.length]; // by value, and behind it the index
        for (int i = 0; i < values.length; i++) {
            sorted[i] = (long) sortable(values[i]) << Integer.SIZE | i;
        }
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        int to;
        for (int from = 0; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && sorted[to] >> Integer.SIZE == sorted[from] >> Integer.SIZE) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[(int) sorted[i]] = (from + 1 + to) / 2.0;
            }
        }
        return ranks;
    }

    /// A whole number that is larger for a larger value, and the same for both zeros.
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    }
}
