package dev.charloom.engine.kernel;

/// The same with weights of 6 bits, in whole panels: three vectors hold the integers of four. Those of the
/// first three are the upper 6 bits of their bytes, and those of the fourth are spread over the lower 2.
///
/// Unpacked, each is four times itself, which the panel's factors make up for.
final class Int6ProductCode extends Int8ProductCode {

    /// Bytes of a group's integers.
    static final int GROUP_BYTES = 3 * LARGEST.set().vectorBytes();

    /// What an integer is multiplied with by being the upper bits of a byte.
    static final int UNIT = 4;

    private static final int PREFETCHED_GROUPS = 21;

    private static final int UPPER_2 = LARGEST.firstFactor() + 1;
    private static final int UPPER_4 = LARGEST.firstFactor() + 2;
    private static final int UPPER_6 = LARGEST.firstFactor() + 3;

    private Int6ProductCode(int rows) {
        super(rows, LARGEST.vectors());
    }

    /// The function for tiles of `rows` rows of whole panels.
    static byte[] of(int rows) {
        return new Int6ProductCode(rows).write();
    }

    @Override
    void constants() {
        assembler.broadcastBits(UPPER_2, 0xC0C0C0C0);
        assembler.broadcastBits(UPPER_4, 0xF0F0F0F0);
        assembler.broadcastBits(UPPER_6, 0xFCFCFCFC);
    }

    @Override
    int bytesOfStep() {
        return GROUP_BYTES;
    }

    @Override
    int factors() {
        return 1;
    }

    @Override
    void loadStepOfB() {
        int fourth = LARGEST.firstOfB() + 3;
        int part = LARGEST.firstFactor();
        for (int v = 0; v < 3; v++) {
            assembler.loadInts(LARGEST.firstOfB() + v, inB(v * vectorBytes));
            assembler.prefetch(inB(v * vectorBytes + PREFETCHED_GROUPS * bytesOfStep()));
        }
        assembler.shiftLeft(fourth, LARGEST.firstOfB(), 6);
        assembler.shiftLeft(part, LARGEST.firstOfB() + 1, 4);
        assembler.select(fourth, UPPER_2, part);
        assembler.shiftLeft(part, LARGEST.firstOfB() + 2, 2);
        assembler.select(fourth, UPPER_4, part);
        for (int v = 0; v < 4; v++) {
            assembler.and(LARGEST.firstOfB() + v, LARGEST.firstOfB() + v, UPPER_6);
        }
    }
}
