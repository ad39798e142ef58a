package dev.charloom.engine.kernel.x86;

import org.jspecify.annotations.Nullable;

/// An operand in memory, at base + index·scale + displacement.
///
/// @param index null for none; never RSP
/// @param scale 1, 2, 4 or 8
/// @param displacement in bytes
public record Address(General base, @Nullable General index, int scale, int displacement) {

    /// The memory at a register's value.
    public static Address at(General base) {
        return at(base, 0);
    }

    public static Address at(General base, int displacement) {
        return new Address(base, null, 1, displacement);
    }

    public static Address at(General base, General index, int scale) {
        return new Address(base, index, scale, 0);
    }

    /// The memory so many bytes further on.
    public Address plus(int bytes) {
        return new Address(base, index, scale, displacement + bytes);
    }

    /// The memory as many bytes further on as a register's value says.
    ///
    /// @throws IllegalStateException if there is an index already
    public Address plus(General register) {
        if (index != null) {
            throw new IllegalStateException("an address has one index at most");
        }
        return new Address(base, register, 1, displacement);
    }

    /// The low three bits of `scale`'s logarithm, as a SIB byte wants them.
    int scaleBits() {
        return Integer.numberOfTrailingZeros(scale);
    }
}
