package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.ProcessorFlags;
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
    public static Blas avx512OrSkip() {
        Assumptions.assumeTrue(runsAvx512(), "the processor has no AVX-512, or the system is not Linux");
        return new Avx512Blas();
    }

    /// Whether the machine code runs here.
    public static boolean runsAvx512() {
        return System.getProperty("os.name").equals("Linux")
                && ProcessorFlags.present().contains("avx512f");
    }
}
