package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrthogonalFactorTest {

    private static FMatrixRMaj gaussian(int size) {
        var random = new Random(size);
        var A = new FMatrixRMaj(size, size);
        for (int i = 0; i < A.data.length; i++) {
            A.data[i] = (float) random.nextGaussian();
        }
        return A;
    }

    /// Of a whole number of blocks of columns, of less, of one more.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 31, 32, 33, 64, 65, 130})
    void isThatOfTheDecompositionWhoseDiagonalIsPositive(int size) {
        FMatrixRMaj A = gaussian(size);
        var oracle = DecompositionFactory_FDRM.qr(size, size);
        assertThat(oracle.decompose(A.copy())).isTrue();
        FMatrixRMaj expected = oracle.getQ(null, false);
        FMatrixRMaj R = oracle.getR(null, false);
        for (int j = 0; j < size; j++) {
            CommonOps_FDRM.scaleCol(Math.signum(R.get(j, j)), expected, j);
        }

        FMatrixRMaj Q = OrthogonalFactor.of(A.copy());

        var difference = new FMatrixRMaj(size, size);
        CommonOps_FDRM.subtract(Q, expected, difference);
        assertThat(CommonOps_FDRM.elementMaxAbs(difference)).isLessThan(1e-4f); // of a matrix with a condition of 1000
        var product = new FMatrixRMaj(size, size);
        CommonOps_FDRM.multTransA(Q, Q, product);
        CommonOps_FDRM.subtractEquals(product, CommonOps_FDRM.identity(size));
        assertThat(CommonOps_FDRM.elementMaxAbs(product)).isLessThan(1e-5f);
    }
}
