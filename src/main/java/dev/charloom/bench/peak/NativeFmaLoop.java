package dev.charloom.bench.peak;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// A loop in machine code, in memory of its own: written first, and executable only when it cannot be written any more.
final class NativeFmaLoop implements FmaLoop {

    // From the headers of Linux, the same on x86-64 and on 64-bit ARM.
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;

    private static final Linker LINKER = Linker.nativeLinker();

    private final MachineCode code;
    private final MemorySegment memory;
    private final MethodHandle function;

    private NativeFmaLoop(MachineCode code, MemorySegment memory) {
        this.code = code;
        this.memory = memory;
        this.function = LINKER.downcallHandle(memory, FunctionDescriptor.ofVoid(JAVA_LONG));
    }

    /// Makes code executable; empty where the system refuses that, as a hardened one may.
    static Optional<NativeFmaLoop> load(MachineCode code) {
        MemorySegment mapped = map(code.bytes().length);
        if (mapped.address() == -1) { // MAP_FAILED
            return Optional.empty();
        }
        MemorySegment memory = mapped.reinterpret(code.bytes().length);
        MemorySegment.copy(code.bytes(), 0, memory, ValueLayout.JAVA_BYTE, 0, code.bytes().length);
        if (protect(memory) != 0) {
            unmap(memory);
            return Optional.empty();
        }
        return Optional.of(new NativeFmaLoop(code, memory));
    }

    @Override
    public String name() {
        return code.name();
    }

    @Override
    public void run(long iterations) {
        if (iterations < 1) { // the loop counts down to zero before it looks
            throw new IllegalArgumentException("iterations must be at least 1: " + iterations);
        }
        try {
            function.invokeExact(iterations);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    @Override
    public long flopsPerIteration() {
        return code.flopsPerIteration();
    }

    @Override
    public void close() {
        unmap(memory);
    }

    private static MemorySegment map(long size) {
        var type = FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        int protection = PROT_READ | PROT_WRITE;
        int flags = MAP_PRIVATE | MAP_ANONYMOUS;
        try {
            return (MemorySegment)
                    systemCall("mmap", type).invokeExact(MemorySegment.NULL, size, protection, flags, -1, 0L);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /// On 64-bit ARM this also makes the instruction cache see the code: the kernel does that for every page that
    /// becomes executable.
    private static int protect(MemorySegment memory) {
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        try {
            return (int) systemCall("mprotect", type).invokeExact(memory, memory.byteSize(), PROT_READ | PROT_EXEC);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static void unmap(MemorySegment memory) {
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG);
        try {
            int _ = (int) systemCall("munmap", type).invokeExact(memory, memory.byteSize());
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static MethodHandle systemCall(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
    }

    private static IllegalStateException unexpected(Throwable thrown) {
        return new IllegalStateException("a native call failed", thrown);
    }
}
