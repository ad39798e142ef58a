package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The native kernels in tests.
public final class NativeKernel {

    private NativeKernel() {}

    /// oneDNN; the test is skipped on a platform for which there is none. Where there should be one, it has to
    /// load.
    public static Blas orSkip() {
        Assumptions.assumeTrue(isExpected(), "oneDNN does not come for this platform");
        return new OneDnnBlas();
    }

    /// Whether this platform is one of those that the library comes for.
    public static boolean isExpected() {
        return NativePlatform.current().isPresent();
    }

    /// Machine code of our own; the test is skipped on a processor that does not run it.
    public static Blas machineCodeOrSkip(InstructionSet set) {
        return new X86Blas(presentOrSkip(set));
    }

    static InstructionSet presentOrSkip(InstructionSet set) {
        Assumptions.assumeTrue(set.isPresent(), "the processor does not have " + set + ", or the system is not Linux");
        return set;
    }

    /// Machine code of our own, for every instruction set that runs here.
    public static List<Blas> machineCode() {
        return Stream.of(InstructionSet.values())
                .filter(InstructionSet::isPresent)
                .<Blas>map(X86Blas::new)
                .toList();
    }
}
