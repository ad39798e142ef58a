package dev.charloom.engine.kernel.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// What the system does with memory, see mmap(2), mprotect(2) and madvise(2).
final class SystemCalls {

    // From the headers of Linux, the same on x86-64 and on 64-bit ARM.
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;

    private static final MethodHandle MMAP = function(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MPROTECT =
            function("mprotect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MADVISE =
            function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MEMMOVE = function(
            "memmove", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG), Linker.Option.critical(true));

    private SystemCalls() {}

    /// Memory of its own, full of zeros, to be read and written; empty where the system gives none.
    static Optional<MemorySegment> map(long bytes) {
        long address;
        try {
            address = (long) MMAP.invokeExact(0L, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
        return address == -1 // MAP_FAILED
                ? Optional.empty()
                : Optional.of(MemorySegment.ofAddress(address).reinterpret(bytes));
    }

    /// Gives back what was [mapped][#map].
    static void unmap(MemorySegment memory) {
        try {
            int _ = (int) MUNMAP.invokeExact(memory.address(), memory.byteSize());
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /// Makes memory executable, and no longer writable. On 64-bit ARM this also makes the instruction cache see the
    /// code: the kernel does that for every page that becomes executable.
    ///
    /// @return whether the system does that
    static boolean makeExecutable(MemorySegment memory) {
        try {
            return (int) MPROTECT.invokeExact(memory.address(), memory.byteSize(), PROT_READ | PROT_EXEC) == 0;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /// Says how memory will be used.
    ///
    /// @param advice one of the numbers of madvise(2)
    /// @return whether the system has taken it
    static boolean advise(long address, long bytes, int advice) {
        try {
            return (int) MADVISE.invokeExact(address, bytes, advice) == 0;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /// Where an array lies at the moment: the collector may move it.
    static long addressOf(float[] array) {
        MemorySegment memory = MemorySegment.ofArray(array);
        try {
            return (long) MEMMOVE.invokeExact(memory, memory, 0L); // moves no bytes, and returns their place
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    private static IllegalStateException unexpected(Throwable thrown) {
        return new IllegalStateException("a native call failed", thrown);
    }
}
