package dev.charloom.engine.kernel.x86;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.charloom.engine.kernel.linux.ProcessorFlags;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Vector instructions of x86-64 that code can be written for.
public enum InstructionSet {

    /// Sixteen vectors of 256 bits. Parts of one are loaded and stored under another one, by the signs of its elements.
    AVX2("avx2", 32, 16, "avx2 fma"),

    /// Thirty-two vectors of 512 bits, parts of which are loaded and stored under mask registers.
    AVX512("avx512", 64, 32, "avx512f");

    private final String label;
    private final int vectorBytes;
    private final int registers;
    private final String flags;

    InstructionSet(String label, int vectorBytes, int registers, String flags) {
        this.label = label;
        this.vectorBytes = vectorBytes;
        this.registers = registers;
        this.flags = flags;
    }

    /// As users write it.
    public String label() {
        return label;
    }

    public int vectorBytes() {
        return vectorBytes;
    }

    /// Floats, or integers of 32 bits, in a vector.
    public int lanes() {
        return vectorBytes / Float.BYTES;
    }

    /// What the kernel of Linux calls the features of a processor that has them.
    public List<String> flags() {
        return List.of(flags.split(" "));
    }

    /// Vector registers that there are.
    public int registers() {
        return registers;
    }

    /// Whether masks have registers of their own, and cost nothing.
    public boolean hasMaskRegisters() {
        return this == AVX512;
    }

    /// Whether this JVM is one for x86-64 that runs on Linux and on a processor that has these instructions. A JVM for
    /// another processor may see the flags of this one, where it is emulated.
    public boolean isPresent() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && ProcessorFlags.present().containsAll(flags());
    }

    /// Bytes that a mask takes in memory: a multiple of eight.
    public int maskBytes() {
        return hasMaskRegisters() ? Long.BYTES : vectorBytes;
    }

    /// Writes a mask as [Assembler#loadMask] reads it.
    ///
    /// @param lanes a bit for each element, the lowest for the first one
    public void writeMask(MemorySegment memory, long offset, long lanes) {
        if (hasMaskRegisters()) {
            memory.set(JAVA_LONG_UNALIGNED, offset, lanes);
            return;
        }
        for (int lane = 0; lane < lanes(); lane++) {
            int sign = (lanes >>> lane & 1) == 1 ? -1 : 0;
            memory.set(JAVA_INT_UNALIGNED, offset + (long) lane * Integer.BYTES, sign);
        }
    }
}
