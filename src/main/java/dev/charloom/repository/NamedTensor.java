package dev.charloom.repository;

/// A matrix of a [SafetensorsArchive].
///
/// @param values row by row; shared, not copied
public record NamedTensor(String name, int rows, int columns, float[] values) {

    public NamedTensor {
        if ((long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    name + " has " + values.length + " numbers for " + rows + " rows of " + columns);
        }
    }

    /// This under another name.
    public NamedTensor named(String other) {
        return new NamedTensor(other, rows, columns, values);
    }
}
