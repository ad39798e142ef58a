package dev.charloom.bench.peak;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A loop of fused multiply-adds for 64-bit ARM: 22 accumulators of 4 lanes, `v2` to `v7` and `v16` to `v31`, because
/// `v8` to `v15` belong to the caller; the factors are in `v0` and `v1`.
///
/// Encodings after the "Arm Architecture Reference Manual for A-profile architecture", chapter C7.
final class NeonLoop {

    private static final int[] ACCUMULATORS = {
        2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    };

    private NeonLoop() {}

    static MachineCode neon() {
        int instructions = 2 + 2 * ACCUMULATORS.length + 3;
        ByteBuffer code = ByteBuffer.allocate(4 * instructions).order(ByteOrder.LITTLE_ENDIAN);
        code.putInt(setToOne(0)).putInt(setToOne(1));
        for (int register : ACCUMULATORS) {
            code.putInt(setToOne(register));
        }
        for (int register : ACCUMULATORS) {
            code.putInt(multiplyAdd(register));
        }
        code.putInt(0xF1000400); // subs x0, x0, #1
        code.putInt(branchIfNotZero(-(ACCUMULATORS.length + 1)));
        code.putInt(0xD65F03C0); // ret
        return new MachineCode("NEON", code.array(), ACCUMULATORS.length * 4 * 2);
    }

    /// `fmov v{register}.4s, #1.0`.
    private static int setToOne(int register) {
        return 0x4F03F600 | register;
    }

    /// `fmla v{sum}.4s, v0.4s, v1.4s`.
    private static int multiplyAdd(int sum) {
        return 0x4E21CC00 | sum;
    }

    /// `b.ne`, by so many instructions.
    private static int branchIfNotZero(int distance) {
        return 0x54000001 | (distance & 0x7FFFF) << 5;
    }
}
