package dev.charloom.engine;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import org.ejml.data.FMatrixRMaj;

/// A place of locked dropout: the mask of each lane, and the rows of a window as they are behind it.
final class MaskedRows {

    private final Bernoulli bernoulli;
    private final FMatrixRMaj mask; // B×W
    private final FMatrixRMaj X; // N×W: the masked rows
    private final FMatrixRMaj dX; // N×W: their gradients, where no other matrix has room for them

    /// @param width of the rows, `W`
    /// @param keepsRows whether the masked rows are written to [#X()]
    /// @param keepsGradients whether there is a [#dX()]
    MaskedRows(double probability, int rows, int lanes, int width, boolean keepsRows, boolean keepsGradients) {
        bernoulli = new Bernoulli(probability);
        mask = new FMatrixRMaj(lanes, width);
        X = new FMatrixRMaj(keepsRows ? rows : 0, width);
        dX = new FMatrixRMaj(keepsGradients ? rows : 0, width);
    }

    FMatrixRMaj X() {
        return X;
    }

    FMatrixRMaj dX() {
        return dX;
    }

    /// Draws the masks of lanes [from, to).
    ///
    /// @param stream the number of the masks' random stream
    void draw(long seed, long stream, int from, int to) {
        int width = mask.numCols;
        long numbers = Bernoulli.numbers(width);
        RandomStream draws = RandomStream.of(seed, Purpose.DROPOUT, stream);
        for (int lane = from; lane < to; lane++) {
            bernoulli.fill(draws.at(lane * numbers), mask.data, lane * width, (lane + 1) * width);
        }
    }

    /// What an element of a lane's rows is multiplied with.
    float factor(int lane, int column) {
        return mask.data[lane * mask.numCols + column];
    }

    /// `target ← source∘mask` for rows [from, to) of a window.
    ///
    /// @param target modified; may be `source`
    void apply(Window window, FMatrixRMaj source, FMatrixRMaj target, int from, int to) {
        int width = mask.numCols;
        int t = window.stepOf(from);
        for (int row = from; row < to; t++) {
            int end = Math.min(to, window.start(t) + window.width(t));
            for (int lane = row - window.start(t); row < end; row++, lane++) {
                multiply(source.data, row * width, mask.data, lane * width, target.data, width);
            }
        }
    }

    private static void multiply(float[] source, int at, float[] mask, int maskAt, float[] target, int count) {
        for (int j = 0; j < count; j++) {
            target[at + j] = source[at + j] * mask[maskAt + j];
        }
    }
}
