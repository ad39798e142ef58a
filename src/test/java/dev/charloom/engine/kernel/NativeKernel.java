package dev.charloom.engine.kernel;

import org.junit.jupiter.api.Assumptions;

/// The native kernel in tests.
public final class NativeKernel {

    private NativeKernel() {}

    /// The kernel; the test is skipped on a platform for which there is none. Where there should be one, it has to
    /// load.
    public static Blas orSkip() {
        Assumptions.assumeTrue(isExpected(), "oneDNN does not come for this platform");
        return new OneDnnBlas();
    }

    /// Whether this platform is one of those that the library comes for.
    public static boolean isExpected() {
        return NativePlatform.current().isPresent();
    }
}
