package dev.charloom.engine.kernel.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Machine code in memory of its own: written first, and executable only when it cannot be written any more.
public final class ExecutableMemory implements AutoCloseable {

    private final MemorySegment memory;

    private ExecutableMemory(MemorySegment memory) {
        this.memory = memory;
    }

    /// Makes code executable; empty where the system refuses that, as a hardened one may.
    public static Optional<ExecutableMemory> of(byte[] code) {
        return SystemCalls.map(code.length).flatMap(memory -> {
            MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_BYTE, 0, code.length);
            if (SystemCalls.makeExecutable(memory)) {
                return Optional.of(new ExecutableMemory(memory));
            }
            SystemCalls.unmap(memory);
            return Optional.empty();
        });
    }

    /// The function that starts at byte `offset`.
    public MemorySegment function(long offset) {
        return memory.asSlice(offset);
    }

    /// Nothing in it may run any more.
    @Override
    public void close() {
        SystemCalls.unmap(memory);
    }
}
