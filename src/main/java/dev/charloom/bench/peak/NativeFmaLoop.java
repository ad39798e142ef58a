package dev.charloom.bench.peak;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.charloom.engine.kernel.linux.ExecutableMemory;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// A loop in machine code.
final class NativeFmaLoop implements FmaLoop {

    private final MachineCode code;
    private final ExecutableMemory memory;
    private final MethodHandle function;

    private NativeFmaLoop(MachineCode code, ExecutableMemory memory) {
        this.code = code;
        this.memory = memory;
        this.function = Linker.nativeLinker().downcallHandle(memory.function(0), FunctionDescriptor.ofVoid(JAVA_LONG));
    }

    /// Makes code executable; empty where the system refuses that, as a hardened one may.
    static Optional<NativeFmaLoop> load(MachineCode code) {
        return ExecutableMemory.of(code.bytes()).map(memory -> new NativeFmaLoop(code, memory));
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
            throw new IllegalStateException("a native call failed", thrown);
        }
    }

    @Override
    public long flopsPerIteration() {
        return code.flopsPerIteration();
    }

    @Override
    public void close() {
        memory.close();
    }
}
