package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Products of hidden states in 8 bits with weights in as many or fewer, in inference: a quarter of the memory or less,
/// which is what limits a single stream, and several times the arithmetic. Everything else is left to an exact kernel.
///
/// The numbers of a row depend neither on the other rows nor on the machine: the sums are sums of integers.
public final class QuantizedBlas implements Blas {

    private final Blas exact;
    private final QuantizedProduct product;
    private final WeightBits bits;
    private byte[] states = new byte[0];

    /// @param exact one whose sums do not depend on the number of rows
    /// @param bits of the weights
    public QuantizedBlas(Blas exact, WeightBits bits) {
        this(exact, bits, QuantizedProduct.fastest());
    }

    QuantizedBlas(Blas exact, WeightBits bits, QuantizedProduct product) {
        this.exact = exact;
        this.bits = bits;
        this.product = product;
    }

    @Override
    public String name() {
        return exact.name() + "-" + bits.label();
    }

    @Override
    public Blas forAnotherThread() {
        return new QuantizedBlas(exact.forAnotherThread(), bits, product.forAnotherThread());
    }

    @Override
    public int rowsEnough() {
        return exact.rowsEnough();
    }

    @Override
    public GateKernels gates(int hidden, int firstUnit, int units) {
        return exact.gates(hidden, firstUnit, units);
    }

    @Override
    public SoftmaxCrossEntropy softmaxCrossEntropy() {
        return exact.softmaxCrossEntropy();
    }

    @Override
    public PackedMatrix operand(FMatrixRMaj source, int column, int rows, int columns) {
        return exact.operand(source, column, rows, columns);
    }

    @Override
    public PackedMatrix stateOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return product.operand(source, column, rows, columns, bits);
    }

    @Override
    public PackedMatrix transposedOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return exact.transposedOperand(source, column, rows, columns);
    }

    @Override
    public void pack(PackedMatrix operand, int part, int parts) {
        if (operand instanceof QuantizedMatrix matrix) {
            matrix.quantize(part, parts);
        } else {
            exact.pack(operand, part, parts);
        }
    }

    @Override
    public void multiply(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            int bColumn,
            int columns,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        multiplyBlocks(a, aRow, aColumn, rows, b, bColumn, columns, 1, 0, accumulate, c, cRow, cColumn);
    }

    /// The states are quantised once for all blocks.
    @Override
    public void multiplyBlocks(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            int bColumn,
            int columns,
            int blocks,
            int stride,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        if (!(b instanceof QuantizedMatrix matrix)) {
            exact.multiplyBlocks(
                    a, aRow, aColumn, rows, b, bColumn, columns, blocks, stride, accumulate, c, cRow, cColumn);
            return;
        }
        if (rows == 0 || columns == 0) {
            return;
        }
        int rowBytes = matrix.stateBytes();
        quantize(a, aRow, aColumn, rows, matrix.rows(), rowBytes);
        int at = cRow * c.numCols + cColumn;
        product.multiply(
                states, rowBytes, rows, matrix, bColumn, columns, blocks, stride, accumulate, c.data, at, c.numCols);
    }

    private void quantize(FMatrixRMaj a, int aRow, int aColumn, int rows, int terms, int rowBytes) {
        if (states.length < rows * rowBytes) {
            states = new byte[rows * rowBytes];
        }
        for (int row = 0; row < rows; row++) {
            QuantizedMatrix.quantizeStates(a.data, (aRow + row) * a.numCols + aColumn, terms, states, row * rowBytes);
        }
    }

    @Override
    public void multiplyTransposed(
            LeftOperands left,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int columns,
            int rows,
            boolean accumulate,
            int part,
            int parts) {
        exact.multiplyTransposed(left, b, bRow, bColumn, columns, rows, accumulate, part, parts);
    }
}
