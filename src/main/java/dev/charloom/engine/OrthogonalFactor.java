package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.LeftOperands;
import dev.charloom.engine.kernel.PackedMatrix;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.decomposition.qr.QRDecompositionHouseholderColumn_FDRM;

/// The orthogonal factor Q of a square matrix `A = Q·R`, with the signs that make the diagonal of R positive and Q the
/// only one.
///
/// Householder's reflections are gathered by blocks of columns, `H₁·…·Hₖ = I − V·T·Vᵀ` (R. Schreiber, C. Van Loan, "A
/// Storage-Efficient WY Representation for Products of Householder Transformations", 1989), which makes matrix products
/// of nearly all 8/3·n³ operations; one by one they take the whole matrix through the caches for every column. The
/// products are in plain Java, whatever trains: a seed gives the same Q everywhere.
final class OrthogonalFactor {

    private static final int BLOCK = 32;

    /// The reflections of one block of columns.
    ///
    /// @param first the first of the columns, and of the rows that they reflect
    /// @param V rows × columns, unit lower trapezoidal
    /// @param T columns × columns, upper triangular
    private record Reflections(int first, FMatrixRMaj V, FMatrixRMaj T) {}

    private final Blas blas = new JavaBlas();
    private final int size;
    private final Deque<Reflections> reflections = new ArrayDeque<>(); // the last block first
    private final boolean[] negative; // entries of R's diagonal

    private OrthogonalFactor(int size) {
        this.size = size;
        this.negative = new boolean[size];
    }

    /// Q of a matrix.
    ///
    /// @param A n×n; destroyed
    static FMatrixRMaj of(FMatrixRMaj A) {
        var factor = new OrthogonalFactor(A.numRows);
        factor.decompose(A);
        return factor.product();
    }

    private void decompose(FMatrixRMaj A) {
        for (int first = 0; first < size; first += BLOCK) {
            int end = Math.min(first + BLOCK, size);
            Reflections block = reflect(CommonOps_FDRM.extract(A, first, size, first, end), first);
            reflections.push(block);
            apply(block, true, A, end);
        }
    }

    /// Q from the identity, whose columns before a block its reflections leave alone.
    private FMatrixRMaj product() {
        FMatrixRMaj Q = CommonOps_FDRM.identity(size);
        for (Reflections block : reflections) {
            apply(block, false, Q, block.first());
        }
        for (int at = 0; at < Q.data.length; at++) {
            if (negative[at % size]) {
                Q.data[at] = -Q.data[at];
            }
        }
        return Q;
    }

    /// The reflections that make a panel upper triangular.
    private Reflections reflect(FMatrixRMaj panel, int first) {
        var householder = new QRDecompositionHouseholderColumn_FDRM();
        if (!householder.decompose(panel)) {
            throw new IllegalStateException("a matrix of " + size + " rows could not be decomposed");
        }
        float[][] columns = householder.getQR(); // R above and on the diagonal, below it the reflections
        var V = new FMatrixRMaj(panel.numRows, panel.numCols);
        for (int j = 0; j < V.numCols; j++) {
            negative[first + j] = columns[j][j] < 0;
            V.set(j, j, 1);
            for (int i = j + 1; i < V.numRows; i++) {
                V.set(i, j, columns[j][i]);
            }
        }
        return new Reflections(first, V, triangle(V, householder.getGammas()));
    }

    /// T of `I − V·T·Vᵀ`, where each reflection is `I − γ·v·vᵀ`.
    private static FMatrixRMaj triangle(FMatrixRMaj V, float[] gammas) {
        int k = V.numCols;
        var inner = new FMatrixRMaj(k, k);
        CommonOps_FDRM.multTransA(V, V, inner);
        var T = new FMatrixRMaj(k, k);
        for (int j = 0; j < k; j++) {
            T.set(j, j, gammas[j]);
            for (int i = 0; i < j; i++) {
                float sum = 0;
                for (int l = i; l < j; l++) {
                    sum += T.get(i, l) * inner.get(l, j);
                }
                T.set(i, j, -gammas[j] * sum);
            }
        }
        return T;
    }

    /// `M ← (I − V·T·Vᵀ)·M`, or with Tᵀ, from a column of M on.
    private void apply(Reflections block, boolean transposed, FMatrixRMaj M, int column) {
        int columns = size - column;
        if (columns == 0) {
            return;
        }
        FMatrixRMaj V = block.V();
        var inner = new FMatrixRMaj(V.numCols, columns);
        var left = new LeftOperands();
        left.add(V, 0, inner, 0);
        blas.multiplyTransposed(left, M, block.first(), column, columns, V.numRows, false, 0, 1);
        var change = new FMatrixRMaj(V.numCols, columns);
        if (transposed) {
            CommonOps_FDRM.multTransA(-1, block.T(), inner, change);
        } else {
            CommonOps_FDRM.mult(-1, block.T(), inner, change);
        }
        PackedMatrix packed = blas.operand(change, 0, V.numCols, columns);
        blas.pack(packed, 0, 1);
        blas.multiply(V, 0, 0, V.numRows, packed, true, M, block.first(), column);
    }
}
