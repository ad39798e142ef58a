package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Blas] must keep of `multiplyTransposed`, the weight gradients.
abstract class TransposedProductContract {

    abstract Blas blas();

    /// How far an element may depend on how columns and parts were divided.
    abstract float toleranceOfDivision();

    private void assertSameElements(FMatrixRMaj actual, FMatrixRMaj expected) {
        for (int i = 0; i < expected.data.length; i++) {
            if (!(Math.abs(actual.data[i] - expected.data[i]) <= toleranceOfDivision())) {
                throw new AssertionError("element " + i + ": " + actual.data[i] + " is not " + expected.data[i]);
            }
        }
    }

    /// `C ← C + Aᵀ·B`, A of `terms` rows from `aRow`, B's block at (`bRow`, `bColumn`), C's columns from `cColumn`.
    record Case(
            int terms,
            int columns,
            FMatrixRMaj a,
            int aRow,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            FMatrixRMaj c,
            int cColumn) {

        static Case random(int rows, int terms, int columns, RandomGenerator random) {
            int aRow = random.nextInt(4);
            int bRow = random.nextInt(4);
            int bColumn = random.nextInt(4);
            int cColumn = random.nextInt(4);
            return new Case(
                    terms,
                    columns,
                    NaiveProduct.random(aRow + terms + random.nextInt(3), rows, random),
                    aRow,
                    NaiveProduct.random(
                            bRow + terms + random.nextInt(3), bColumn + columns + random.nextInt(3), random),
                    bRow,
                    bColumn,
                    NaiveProduct.random(rows, cColumn + columns + random.nextInt(3), random),
                    cColumn);
        }

        /// What C is afterwards, computed in `parts` by one worker after the other.
        FMatrixRMaj sum(Blas blas, int parts) {
            FMatrixRMaj result = c.copy();
            for (int part = 0; part < parts; part++) {
                addTo(result, bColumn, columns, cColumn, blas, part, parts);
            }
            return result;
        }

        void addTo(FMatrixRMaj result, int fromB, int count, int toC, Blas blas, int part, int parts) {
            var left = new LeftOperands();
            left.add(a, aRow, result, toC);
            blas.multiplyTransposed(left, b, bRow, fromB, count, terms, true, part, parts);
        }

        /// The products of these operands with B, computed in `parts` by one worker after the other.
        void multiply(LeftOperands left, boolean accumulate, Blas blas, int parts) {
            for (int part = 0; part < parts; part++) {
                blas.multiplyTransposed(left, b, bRow, bColumn, columns, terms, accumulate, part, parts);
            }
        }

        /// C with the same value wherever the product is.
        FMatrixRMaj filled(float value) {
            FMatrixRMaj filled = c.copy();
            for (int row = 0; row < filled.numRows; row++) {
                int at = row * filled.numCols + cColumn;
                Arrays.fill(filled.data, at, at + columns, value);
            }
            return filled;
        }

        float left(int row, int k) {
            return a.get(aRow + k, row);
        }

        float right(int k, int column) {
            return b.get(bRow + k, bColumn + column);
        }

        @Override
        public String toString() {
            return "%d×%d transposed by %d×%d".formatted(terms, a.numCols, terms, columns);
        }
    }

    @Test
    void sumsAreWithinTheRoundingOfTheirTermsAndLeaveTheOtherColumnsAlone() {
        var random = new SplittableRandom(18);
        for (int[] size : ProductSizes.all()) {
            Case product = Case.random(size[0], size[1], size[2], random);
            assertElements(product, product.sum(blas(), 1));
        }
    }

    private static void assertElements(Case product, FMatrixRMaj actual) {
        for (int i = 0; i < actual.numRows; i++) {
            for (int j = 0; j < actual.numCols; j++) {
                assertElement(product, i, j, actual.get(i, j));
            }
        }
    }

    private static void assertElement(Case product, int row, int column, float actual) {
        float initial = product.c().get(row, column);
        int j = column - product.cColumn();
        int terms = j < 0 || j >= product.columns() ? 0 : product.terms();
        double expected = NaiveProduct.exact(initial, product::left, row, product::right, j, terms);
        double bound = terms == 0 ? 0 : NaiveProduct.bound(initial, product::left, row, product::right, j, terms);
        if (!(Math.abs(actual - expected) <= bound)) {
            throw new AssertionError(
                    "%s: element %d, %d is %s, not %s".formatted(product, row, column, actual, expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 40})
    void partsMakeUpTheWhole(int parts) {
        for (int rows : new int[] {1, 3, 4, 5, 8, 17, 34}) {
            Case product = Case.random(rows, 131, 70, new SplittableRandom(rows));
            assertSameElements(product.sum(blas(), parts), product.sum(blas(), 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 64, 1000})
    void anElementDoesNotDependOnHowTheColumnsWereDivided(int columnsPerCall) {
        int columns = 1040;
        Case product = Case.random(6, 140, columns, new SplittableRandom(columnsPerCall));
        FMatrixRMaj result = product.c().copy();
        for (int column = 0; column < columns; column += columnsPerCall) {
            int count = Math.min(columnsPerCall, columns - column);
            product.addTo(result, product.bColumn() + column, count, product.cColumn() + column, blas(), 0, 1);
        }
        assertSameElements(result, product.sum(blas(), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void leftOperandsOfOneProductAreMultipliedAsAlone(int parts) {
        var random = new SplittableRandom(parts);
        int columns = 3136; // more than are packed at once
        for (int terms : new int[] {1, 70, 300}) {
            Case first = Case.random(9, terms, columns, random);
            FMatrixRMaj second = NaiveProduct.random(first.aRow() + terms, 33, random);
            FMatrixRMaj ones = NaiveProduct.random(terms, 1, random);
            FMatrixRMaj c = first.c().copy();
            FMatrixRMaj wide = NaiveProduct.random(33, columns + 2, random);
            FMatrixRMaj row = NaiveProduct.random(1, columns, random);
            Case other = new Case(terms, columns, second, 0, first.b(), first.bRow(), first.bColumn(), wide.copy(), 2);
            Case bias = new Case(terms, columns, ones, 0, first.b(), first.bRow(), first.bColumn(), row.copy(), 0);

            var left = new LeftOperands();
            left.add(first.a(), first.aRow(), c, first.cColumn());
            left.add(second, 0, wide, 2);
            left.add(ones, 0, row, 0);
            Blas blas = blas();
            first.multiply(left, true, blas, parts);

            assertSameElements(c, first.sum(blas, 1));
            assertSameElements(wide, other.sum(blas, 1));
            assertSameElements(row, bias.sum(blas, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void oneHotOperandsAreMultipliedAsTheMatricesTheyStandFor(int parts) {
        var random = new SplittableRandom(parts);
        int columns = 3200; // more than are packed at once
        for (int terms : new int[] {1, 70, 300}) {
            Case product = Case.random(9, terms, columns, random);
            int[] ids = random.ints(product.a().numRows, -1, 9).toArray();
            product.a().zero();
            for (int row = 0; row < ids.length; row++) {
                if (ids[row] >= 0) {
                    product.a().set(row, ids[row], 1);
                }
            }
            FMatrixRMaj result = product.c().copy();
            var left = new LeftOperands();
            left.addOneHot(ids, product.aRow(), result, product.cColumn());
            Blas blas = blas();
            product.multiply(left, true, blas, parts);

            assertSameElements(result, product.sum(blas, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void rowsKnownToBeZerosNeedNotBeInTheMatrix(int parts) {
        var random = new SplittableRandom(parts);
        for (int terms : new int[] {1, 70, 300}) { // more than are packed at once
            for (int zeros : new int[] {0, 1, 37, 256, 299, terms}) {
                for (int rows : new int[] {2, 130}) {
                    if (zeros <= terms) {
                        leavesOut(zeros, Case.random(rows, terms, 275, random), parts);
                    }
                }
            }
        }
    }

    private void leavesOut(int zeros, Case product, int parts) {
        FMatrixRMaj a = product.a().copy();
        int from = product.aRow() * a.numCols;
        Arrays.fill(a.data, from, from + zeros * a.numCols, 0f);
        for (boolean accumulate : new boolean[] {true, false}) {
            FMatrixRMaj initial = accumulate ? product.c() : product.filled(0);
            Case whole = new Case(
                    product.terms(),
                    product.columns(),
                    a,
                    product.aRow(),
                    product.b(),
                    product.bRow(),
                    product.bColumn(),
                    initial,
                    product.cColumn());
            FMatrixRMaj result = accumulate ? initial.copy() : product.filled(Float.NaN);
            var left = new LeftOperands();
            left.addAfterZeros(zeros, product.a(), product.aRow() + zeros, result, product.cColumn());
            product.multiply(left, accumulate, blas(), parts);
            assertElements(whole, result);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatIsNotAddedToIsReplacedInTheSameColumns(int parts) {
        var random = new SplittableRandom(parts);
        for (int terms : new int[] {1, 70, 1100}) { // more than are packed at once
            for (int rows : new int[] {1, 2, 9, 130, 300}) {
                Case product = Case.random(rows, terms, 260, random);
                FMatrixRMaj expected = product.filled(0);
                FMatrixRMaj result = product.filled(Float.NaN);
                var added = new LeftOperands();
                added.add(product.a(), product.aRow(), expected, product.cColumn());
                var replaced = new LeftOperands();
                replaced.add(product.a(), product.aRow(), result, product.cColumn());

                product.multiply(added, true, blas(), parts);
                product.multiply(replaced, false, blas(), parts);

                assertSameElements(result, expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aOneHotProductThatIsNotAddedToIsReplacedInTheSameColumns(int parts) {
        var random = new SplittableRandom(parts);
        Case product = Case.random(9, 70, 130, random);
        int[] ids = random.ints(product.a().numRows, -1, 7).toArray(); // no row has the last ones
        FMatrixRMaj expected = product.filled(0);
        FMatrixRMaj result = product.filled(Float.NaN);
        var added = new LeftOperands();
        added.addOneHot(ids, product.aRow(), expected, product.cColumn());
        var replaced = new LeftOperands();
        replaced.addOneHot(ids, product.aRow(), result, product.cColumn());

        product.multiply(added, true, blas(), parts);
        product.multiply(replaced, false, blas(), parts);

        assertSameElements(result, expected);
    }

    @Test
    void ofNoRowsNothingIsAdded() {
        Case product = Case.random(5, 0, 9, new SplittableRandom(3));
        assertThat(product.sum(blas(), 1).data).isEqualTo(product.c().data);
    }
}
