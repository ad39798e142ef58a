package dev.charloom.engine.kernel.x86;

/// The 64-bit general registers with their numbers.
///
/// By the calling convention of Linux (System V ABI, AMD64 supplement) the first six arguments of a function are in
/// RDI, RSI, RDX, RCX, R8 and R9, and a function leaves RBX, RBP and R12 to R15 as they were.
public enum General {
    RAX(0),
    RCX(1),
    RDX(2),
    RBX(3),
    RSP(4),
    RBP(5),
    RSI(6),
    RDI(7),
    R8(8),
    R9(9),
    R10(10),
    R11(11),
    R12(12),
    R13(13),
    R14(14),
    R15(15);

    private final int number;

    General(int number) {
        this.number = number;
    }

    /// The low three bits of the number, the part that an instruction's own bytes hold.
    int low() {
        return number & 7;
    }

    /// The highest bit of the number, which a prefix holds.
    int high() {
        return number >> 3;
    }
}
