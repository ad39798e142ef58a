package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Blas] must keep of `multiply` and `pack`; [TransposedProductContract] has the other product.
abstract class BlasContract {

    abstract Blas blas();

    /// How far an element may depend on how rows and columns were divided.
    abstract float toleranceOfDivision();

    private void assertSameElements(FMatrixRMaj actual, FMatrixRMaj expected) {
        for (int i = 0; i < expected.data.length; i++) {
            if (!(Math.abs(actual.data[i] - expected.data[i]) <= toleranceOfDivision())) {
                throw new AssertionError("element " + i + ": " + actual.data[i] + " is not " + expected.data[i]);
            }
        }
    }

    @Test
    void productsAreWithinTheRoundingOfTheirTermsAndLeaveTheRestOfTheMatrixAlone() {
        forEveryCase(product -> {
            FMatrixRMaj result = product.product(blas());
            for (int i = 0; i < result.numRows; i++) {
                for (int j = 0; j < result.numCols; j++) {
                    if (product.inBlock(i, j)) {
                        assertElement(product, i - product.cRow(), j - product.cColumn(), result.get(i, j));
                    } else if (result.get(i, j) != product.c().get(i, j)) {
                        throw new AssertionError(product + " touched " + i + ", " + j);
                    }
                }
            }
        });
    }

    /// Without AssertJ, whose descriptions would take most of the time of a million elements.
    private static void assertElement(ProductCase product, int row, int column, float actual) {
        float initial = product.initial(row, column);
        double expected = NaiveProduct.exact(initial, product::left, row, product::right, column, product.terms());
        double bound = NaiveProduct.bound(initial, product::left, row, product::right, column, product.terms());
        if (!(Math.abs(actual - expected) <= bound)) {
            throw new AssertionError(
                    "%s: element %d, %d is %s, not %s".formatted(product, row, column, actual, expected));
        }
    }

    final void forEveryCase(Consumer<ProductCase> test) {
        var random = new SplittableRandom(17);
        int number = 0;
        for (int[] size : ProductSizes.all()) {
            // Alternately, so that every size meets either and every pair of them meets every kind of size.
            boolean transposed = number % 2 == 0;
            boolean accumulate = number / 2 % 2 == 0;
            test.accept(ProductCase.random(size[0], size[1], size[2], transposed, accumulate, random));
            number++;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theIdentityTimesAPackedMatrixIsTheMatrix(boolean transposed) {
        int size = 67;
        var product = ProductCase.random(size, size, size, transposed, false, new SplittableRandom(2));
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < size; k++) {
                product.a().set(product.aRow() + i, product.aColumn() + k, i == k ? 1 : 0);
            }
        }
        FMatrixRMaj result = product.product(blas());
        for (int k = 0; k < size; k++) {
            for (int n = 0; n < size; n++) {
                assertThat(result.get(product.cRow() + k, product.cColumn() + n))
                        .isEqualTo(product.right(k, n));
            }
        }
    }

    @Test
    void sumsMayBeginWithTheSameRowEverywhere() {
        var random = new SplittableRandom(4);
        for (int[] size : new int[][] {{1, 5, 3}, {8, 37, 100}, {9, 1030, 130}, {33, 65, 600}, {0, 4, 5}}) {
            var product = ProductCase.random(size[0], size[1], size[2], false, true, random);
            FMatrixRMaj row = NaiveProduct.random(1, size[2], random);
            PackedMatrix packed = product.pack(blas(), 1);
            FMatrixRMaj result = product.c().copy();
            blas().multiplyAndAddRow(
                            product.a(),
                            product.aRow(),
                            product.aColumn(),
                            size[0],
                            packed,
                            row,
                            result,
                            product.cRow(),
                            product.cColumn());
            for (int i = 0; i < size[0]; i++) {
                int at = (product.cRow() + i) * product.c().numCols + product.cColumn();
                System.arraycopy(row.data, 0, product.c().data, at, size[2]);
            }
            assertSameElements(result, product.product(blas()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9})
    void blocksOfColumnsAreComputedAsAllOfThem(int rows) {
        var product = ProductCase.random(rows, 37, 600, false, true, new SplittableRandom(3));
        PackedMatrix packed = product.pack(blas(), 1);
        FMatrixRMaj result = product.c().copy();
        for (int first = 0; first < 150; first += 50) {
            blas().multiplyBlocks(
                            product.a(),
                            product.aRow(),
                            product.aColumn(),
                            rows,
                            packed,
                            first,
                            50,
                            4,
                            150,
                            true,
                            result,
                            product.cRow(),
                            product.cColumn() + first);
        }
        assertSameElements(result, product.product(blas()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 50})
    void packingInPartsGivesTheSame(int parts) {
        for (boolean transposed : new boolean[] {true, false}) {
            var product = ProductCase.random(6, 37, 1030, transposed, true, new SplittableRandom(parts));
            FMatrixRMaj result = product.c().copy();
            blas().multiply(
                            product.a(),
                            product.aRow(),
                            product.aColumn(),
                            product.rows(),
                            product.pack(blas(), parts),
                            true,
                            result,
                            product.cRow(),
                            product.cColumn());
            assertThat(result.data).isEqualTo(product.product(blas()).data);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void packingAgainFollowsTheSource(boolean transposed) {
        var product = ProductCase.random(6, 37, 70, transposed, false, new SplittableRandom(1));
        FMatrixRMaj expected = product.product(blas());
        FMatrixRMaj source = product.source().copy();
        FMatrixRMaj other = NaiveProduct.random(source.numRows, source.numCols, new SplittableRandom(2));
        product.source().setTo(other);
        PackedMatrix packed = product.pack(blas(), 1);
        product.source().setTo(source);
        blas().pack(packed, 0, 1);
        FMatrixRMaj result = product.c().copy();
        blas().multiply(
                        product.a(),
                        product.aRow(),
                        product.aColumn(),
                        6,
                        packed,
                        false,
                        result,
                        product.cRow(),
                        product.cColumn());
        assertThat(result.data).isEqualTo(expected.data);
    }

    @Test
    void aPackedMatrixKnowsItsSize() {
        PackedMatrix packed = blas().operand(new FMatrixRMaj(3, 2050), 0, 3, 2050);
        assertThat(packed.rows()).isEqualTo(3);
        assertThat(packed.columns()).isEqualTo(2050);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 11})
    void anElementDoesNotDependOnHowTheRowsWereDivided(int rowsPerCall) {
        var product = ProductCase.random(23, 391, 66, false, true, new SplittableRandom(rowsPerCall));
        FMatrixRMaj result = product.c().copy();
        PackedMatrix packed = product.pack(blas(), 1);
        for (int row = 0; row < 23; row += rowsPerCall) {
            int rows = Math.min(rowsPerCall, 23 - row);
            Blas anotherThreads = blas().forAnotherThread();
            anotherThreads.multiply(
                    product.a(),
                    product.aRow() + row,
                    product.aColumn(),
                    rows,
                    packed,
                    true,
                    result,
                    product.cRow() + row,
                    product.cColumn());
        }
        assertSameElements(result, product.product(blas()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 64, 1000})
    void anElementDoesNotDependOnHowTheColumnsWereDivided(int columnsPerCall) {
        int columns = 1040;
        var product = ProductCase.random(5, 33, columns, false, false, new SplittableRandom(columnsPerCall));
        FMatrixRMaj result = product.c().copy();
        for (int column = 0; column < columns; column += columnsPerCall) {
            int count = Math.min(columnsPerCall, columns - column);
            PackedMatrix packed = blas().operand(product.source(), product.sourceColumn() + column, 33, count);
            blas().pack(packed, 0, 1);
            blas().multiply(
                            product.a(),
                            product.aRow(),
                            product.aColumn(),
                            5,
                            packed,
                            false,
                            result,
                            product.cRow(),
                            product.cColumn() + column);
        }
        assertSameElements(result, product.product(blas()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 64, 1000})
    void someColumnsOfAnOperandAreComputedAsAllOfThem(int columnsPerCall) {
        for (int columns : new int[] {1040, 1016}) {
            someColumnsAreComputedAsAllOfThem(columns, columnsPerCall, true);
            someColumnsAreComputedAsAllOfThem(columns, columnsPerCall, false);
        }
    }

    private void someColumnsAreComputedAsAllOfThem(int columns, int columnsPerCall, boolean transposed) {
        var product = ProductCase.random(5, 33, columns, transposed, true, new SplittableRandom(columnsPerCall));
        FMatrixRMaj result = product.c().copy();
        PackedMatrix packed = product.pack(blas(), 1);
        for (int column = 0; column < columns; column += columnsPerCall) {
            blas().multiply(
                            product.a(),
                            product.aRow(),
                            product.aColumn(),
                            5,
                            packed,
                            column,
                            Math.min(columnsPerCall, columns - column),
                            true,
                            result,
                            product.cRow(),
                            product.cColumn() + column);
        }
        assertSameElements(result, product.product(blas()));
    }

    @Test
    void theSameCallsGiveTheSameBits() {
        forEveryCase(product -> assertThat(product.product(blas()).data).isEqualTo(product.product(blas()).data));
    }

    @Test
    void notANumberStaysInItsRow() {
        var product = ProductCase.random(9, 20, 30, false, false, new SplittableRandom(4));
        product.a().set(product.aRow() + 4, product.aColumn() + 7, Float.NaN);
        FMatrixRMaj result = product.product(blas());
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 30; j++) {
                assertThat(Float.isNaN(result.get(product.cRow() + i, product.cColumn() + j)))
                        .isEqualTo(i == 4);
            }
        }
    }
}
