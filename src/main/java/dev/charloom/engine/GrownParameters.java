package dev.charloom.engine;

import java.util.List;
import org.ejml.data.FMatrixRMaj;

/// Parameters for more characters than before.
public final class GrownParameters {

    private GrownParameters() {}

    /// Copies a smaller model into a larger one of the same layers: what the smaller has, with the same ids, is the
    /// same afterwards; rows and columns of characters that it does not have stay as they are.
    ///
    /// @param from a model with at most as many characters
    /// @param into modified
    /// @throws IllegalArgumentException if they differ in more than the vocabulary, or `from` has the larger one
    public static void copy(Parameters from, Parameters into) {
        ModelShape small = from.shape();
        ModelShape large = into.shape();
        boolean fits =
                small.vocabulary() <= large.vocabulary() && small.equals(large.withVocabulary(small.vocabulary()));
        if (!fits) {
            throw new IllegalArgumentException(small + " cannot grow to " + large);
        }
        List<Parameters.Tensor> targets = into.tensors();
        for (int i = 0; i < targets.size(); i++) {
            copyCorner(from.tensors().get(i).matrix(), targets.get(i).matrix());
        }
    }

    private static void copyCorner(FMatrixRMaj source, FMatrixRMaj target) {
        for (int row = 0; row < source.numRows; row++) {
            System.arraycopy(source.data, row * source.numCols, target.data, row * target.numCols, source.numCols);
        }
    }
}
