package dev.charloom.engine.kernel.x86;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Machine code in memory of its own, on Linux: written first, and executable only when it cannot be written any more.
public final class ExecutableMemory implements AutoCloseable {

    // From the headers of Linux, the same on x86-64 and on 64-bit ARM.
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;

    private static final Linker LINKER = Linker.nativeLinker();

    private final MemorySegment memory;

    private ExecutableMemory(MemorySegment memory) {
        this.memory = memory;
    }

    /// Makes code executable; empty where the system refuses that, as a hardened one may.
    public static Optional<ExecutableMemory> of(byte[] code) {
        MemorySegment mapped = map(code.length);
        if (mapped.address() == -1) { // MAP_FAILED
            return Optional.empty();
        }
        MemorySegment memory = mapped.reinterpret(code.length);
        MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_BYTE, 0, code.length);
        if (protect(memory) != 0) {
            unmap(memory);
            return Optional.empty();
        }
        return Optional.of(new ExecutableMemory(memory));
    }

    /// The function that starts at byte `offset`.
    public MemorySegment function(long offset) {
        return memory.asSlice(offset);
    }

    /// Nothing in it may run any more.
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
