package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Against the formula of [QuantizedMatrix], computed element by element: the same bits.
class QuantizedBlasTest {

    static Stream<Arguments> kernels() {
        return Stream.of(WeightBits.values()).flatMap(bits -> {
            var inJava =
                    Arguments.of("java", bits, new QuantizedBlas(new JavaBlas(), bits, new JavaQuantizedProduct()));
            return Stream.concat(Stream.of(inJava), inMachineCode(bits));
        });
    }

    private static Stream<Arguments> inMachineCode(WeightBits bits) {
        return Stream.of(InstructionSet.values())
                .filter(InstructionSet::isPresent)
                .map(X86Code::of)
                .filter(X86Code::multipliesBytes)
                .map(code -> Arguments.of(
                        code.set().label(),
                        bits,
                        new QuantizedBlas(new JavaBlas(), bits, new X86QuantizedProduct(code))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kernels")
    void productsAreTheFormulaToTheBitAndLeaveTheRestOfTheMatrixAlone(
            String name, WeightBits bits, QuantizedBlas blas) {
        var random = new SplittableRandom(23);
        int number = 0;
        for (int[] size : ProductSizes.all()) {
            boolean accumulate = number++ % 2 == 0;
            ProductCase product = ProductCase.random(size[0], size[1], size[2], false, accumulate, random);
            states(product.a(), random);
            FMatrixRMaj result = product.c().copy();
            blas.multiply(
                    product.a(),
                    product.aRow(),
                    product.aColumn(),
                    product.rows(),
                    packed(blas, product, 3),
                    accumulate,
                    result,
                    product.cRow(),
                    product.cColumn());
            requireFormula(product, bits, result, 0, product.columns());
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kernels")
    void someColumnsOfAnOperandAreComputedAsAllOfThem(String name, WeightBits bits, QuantizedBlas blas) {
        var random = new SplittableRandom(5);
        ProductCase product = ProductCase.random(9, 70, 150, false, true, random);
        states(product.a(), random);
        PackedMatrix packed = packed(blas, product, 1);
        for (int columns : new int[] {1, 13, 16, 64, 150}) {
            FMatrixRMaj result = product.c().copy();
            for (int column = 0; column < 150; column += columns) {
                blas.multiply(
                        product.a(),
                        product.aRow(),
                        product.aColumn(),
                        product.rows(),
                        packed,
                        column,
                        Math.min(columns, 150 - column),
                        true,
                        result,
                        product.cRow(),
                        product.cColumn() + column);
            }
            requireFormula(product, bits, result, 0, 150);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kernels")
    void blocksOfColumnsAreComputedAsAllOfThem(String name, WeightBits bits, QuantizedBlas blas) {
        var random = new SplittableRandom(6);
        for (int rows : new int[] {1, 6, 8, 9}) {
            for (int[] sizes : new int[][] {{50, 150}, {64, 64}, {64, 192}, {128, 256}, {64, 160}}) {
                int columns = sizes[0];
                int stride = sizes[1];
                ProductCase product = ProductCase.random(rows, 70, 4 * stride, false, rows != 6, random);
                states(product.a(), random);
                PackedMatrix packed = packed(blas, product, 1);
                FMatrixRMaj result = product.c().copy();
                for (int first = 0; first < stride; first += columns) {
                    blas.multiplyBlocks(
                            product.a(),
                            product.aRow(),
                            product.aColumn(),
                            rows,
                            packed,
                            first,
                            Math.min(columns, stride - first),
                            4,
                            stride,
                            rows != 6,
                            result,
                            product.cRow(),
                            product.cColumn() + first);
                }
                requireFormula(product, bits, result, 0, 4 * stride);
            }
        }
    }

    /// Where a sum is kept in too few bits, it does not hold these.
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kernels")
    void theLargestStatesAndWeightsAreSummedExactly(String name, WeightBits bits, QuantizedBlas blas) {
        for (float state : new float[] {1, -1, 126f / 127}) {
            for (float weight : new float[] {0.5f, -0.5f}) {
                ProductCase product = ProductCase.random(3, 600, 70, false, true, new SplittableRandom(8));
                Arrays.fill(product.a().data, state);
                Arrays.fill(product.source().data, weight);
                FMatrixRMaj result = product.c().copy();
                blas.multiply(
                        product.a(),
                        product.aRow(),
                        product.aColumn(),
                        product.rows(),
                        packed(blas, product, 1),
                        true,
                        result,
                        product.cRow(),
                        product.cColumn());
                requireFormula(product, bits, result, 0, product.columns());
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kernels")
    void productsAreNearTheExactOnes(String name, WeightBits bits, QuantizedBlas blas) {
        var random = new SplittableRandom(7);
        ProductCase product = ProductCase.random(8, 512, 64, false, false, random);
        states(product.a(), random);
        FMatrixRMaj result = product.c().copy();
        blas.multiply(
                product.a(),
                product.aRow(),
                product.aColumn(),
                8,
                packed(blas, product, 1),
                false,
                result,
                product.cRow(),
                product.cColumn());
        double error = 0;
        double size = 0;
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 64; j++) {
                double exact = 0;
                for (int k = 0; k < 512; k++) {
                    exact += (double) product.left(i, k) * product.right(k, j);
                }
                error += Math.pow(result.get(product.cRow() + i, product.cColumn() + j) - exact, 2);
                size += exact * exact;
            }
        }
        assertThat(Math.sqrt(error / size)).isBetween(1e-4, bits == WeightBits.SIX ? 0.08 : 0.02);
    }

    /// Rounding to the nearest, a scale for each column; the largest weight is an integer exactly.
    private static void requireFormula(ProductCase product, WeightBits bits, FMatrixRMaj result, int from, int to) {
        for (int j = from; j < to; j++) {
            float largest = 0;
            for (int k = 0; k < product.terms(); k++) {
                largest = Math.max(largest, Math.abs(product.right(k, j)));
            }
            float scale = largest / (bits == WeightBits.SIX ? 31 : 127);
            int[] q = new int[product.terms()];
            for (int k = 0; k < q.length; k++) {
                q[k] = scale == 0 ? 0 : Math.round(product.right(k, j) / scale);
            }
            for (int i = 0; i < product.rows(); i++) {
                int sum = 0;
                for (int k = 0; k < q.length; k++) {
                    sum += ((int) (product.left(i, k) * 127 + 128.5f) - 128) * q[k];
                }
                float expected = MultiplyAdd.fma((float) sum, scale / 127, product.initial(i, j));
                requireSame(result.get(product.cRow() + i, product.cColumn() + j), expected, product, i, j);
            }
        }
        for (int i = 0; i < result.numRows; i++) {
            for (int j = 0; j < result.numCols; j++) {
                if (!product.inBlock(i, j)) {
                    requireSame(result.get(i, j), product.c().get(i, j), product, i, j);
                }
            }
        }
    }

    private static void requireSame(float actual, float expected, ProductCase product, int i, int j) {
        if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
            throw new AssertionError(product + " at " + i + ", " + j + ": " + actual + " is not " + expected);
        }
    }

    /// Within [−1, 1], both ends among them.
    private static void states(FMatrixRMaj a, SplittableRandom random) {
        for (int i = 0; i < a.data.length; i++) {
            a.data[i] = random.nextInt(20) == 0 ? random.nextInt(3) - 1 : (float) (random.nextDouble() * 2 - 1);
        }
    }

    private static PackedMatrix packed(Blas blas, ProductCase product, int parts) {
        PackedMatrix packed =
                blas.stateOperand(product.source(), product.sourceColumn(), product.terms(), product.columns());
        for (int part = 0; part < parts; part++) {
            blas.pack(packed, part, parts);
        }
        return packed;
    }

    @Test
    void stateThatRoundingHasPushedOverItsBoundIsTheBound() {
        byte[] u = new byte[4];
        QuantizedMatrix.quantizeStates(new float[] {1.0000001f, -1.0000001f, 5, 0}, 0, 4, u, 0);
        assertThat(u).containsExactly(255, 1, 255, 128);
    }

    @Test
    void whatIsNotMultipliedWithStatesStaysExact() {
        var blas = new QuantizedBlas(new JavaBlas(), WeightBits.SIX);
        ProductCase product = ProductCase.random(5, 40, 60, false, true, new SplittableRandom(3));
        assertThat(product.product(blas).data).isEqualTo(product.product(new JavaBlas()).data);
    }
}
