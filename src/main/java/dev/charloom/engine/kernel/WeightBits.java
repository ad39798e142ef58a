package dev.charloom.engine.kernel;

/// How many bits the integers have that weights are rounded to.
public enum WeightBits {
    EIGHT(8),
    SIX(6);

    private final int bits;

    WeightBits(int bits) {
        this.bits = bits;
    }

    /// As in `int8`.
    public String label() {
        return "int" + bits;
    }

    /// The largest integer that a weight becomes; the smallest is as far from 0.
    int limit() {
        return (1 << (bits - 1)) - 1;
    }
}
