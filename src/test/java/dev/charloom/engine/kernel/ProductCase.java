package dev.charloom.engine.kernel;

import java.util.random.RandomGenerator;
import org.ejml.data.FMatrixRMaj;

/// A product `C ← [C +] A·B` of blocks that lie anywhere in larger matrices.
///
/// @param a holds the left operand, `rows`×`terms`, at (`aRow`, `aColumn`)
/// @param source holds the right operand, or its transpose, from `sourceColumn` on
/// @param c holds the result's block at (`cRow`, `cColumn`)
record ProductCase(
        int rows,
        int terms,
        int columns,
        boolean transposed,
        boolean accumulate,
        FMatrixRMaj a,
        int aRow,
        int aColumn,
        FMatrixRMaj source,
        int sourceColumn,
        FMatrixRMaj c,
        int cRow,
        int cColumn) {

    /// Random numbers, with random margins of up to three rows and columns around every block.
    static ProductCase random(
            int rows, int terms, int columns, boolean transposed, boolean accumulate, RandomGenerator random) {
        int aRow = random.nextInt(4);
        int aColumn = random.nextInt(4);
        int sourceColumn = random.nextInt(4);
        int cRow = random.nextInt(4);
        int cColumn = random.nextInt(4);
        int sourceRows = (transposed ? columns : terms) + random.nextInt(2);
        int sourceColumns = sourceColumn + (transposed ? terms : columns) + random.nextInt(3);
        return new ProductCase(
                rows,
                terms,
                columns,
                transposed,
                accumulate,
                NaiveProduct.random(aRow + rows + random.nextInt(3), aColumn + terms + random.nextInt(3), random),
                aRow,
                aColumn,
                NaiveProduct.random(sourceRows, sourceColumns, random),
                sourceColumn,
                NaiveProduct.random(cRow + rows + random.nextInt(3), cColumn + columns + random.nextInt(3), random),
                cRow,
                cColumn);
    }

    /// The right operand, packed by `parts` workers one after the other.
    PackedMatrix pack(Blas blas, int parts) {
        PackedMatrix packed = transposed
                ? blas.transposedOperand(source, sourceColumn, terms, columns)
                : blas.operand(source, sourceColumn, terms, columns);
        for (int part = 0; part < parts; part++) {
            blas.pack(packed, part, parts);
        }
        return packed;
    }

    /// What C is afterwards.
    FMatrixRMaj product(Blas blas) {
        FMatrixRMaj result = c.copy();
        blas.multiply(a, aRow, aColumn, rows, pack(blas, 1), accumulate, result, cRow, cColumn);
        return result;
    }

    float left(int row, int k) {
        return a.get(aRow + row, aColumn + k);
    }

    float right(int k, int column) {
        return transposed ? source.get(column, sourceColumn + k) : source.get(k, sourceColumn + column);
    }

    /// What the sum of element (row, column) of the product begins with.
    float initial(int row, int column) {
        return accumulate ? c.get(cRow + row, cColumn + column) : 0f;
    }

    /// Whether an element of C belongs to the block.
    boolean inBlock(int row, int column) {
        return row >= cRow && row < cRow + rows && column >= cColumn && column < cColumn + columns;
    }

    @Override
    public String toString() {
        return "%d×%d by %s%d×%d %s"
                .formatted(
                        rows,
                        terms,
                        transposed ? "the transposed " : "",
                        terms,
                        columns,
                        accumulate ? "added" : "stored");
    }
}
