package dev.charloom.text;

/// Refuses arguments that make no sense, quoting them.
final class Arguments {

    private Arguments() {}

    static int positive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    static double fraction(double value, String name) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and less than 1: " + value);
        }
        return value;
    }
}
