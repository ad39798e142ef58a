package dev.charloom.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// `a·b + c`, as the processor does it best.
///
/// With one rounding where it has an instruction for that, which is what [Math#fma] becomes: on x86 with AVX2, and on
/// every ARM of 64 bits. Elsewhere [Math#fma] is still exact, but computes with `BigDecimal`, thousands of times
/// as slow as a multiplication and an addition; there it is these two, with a rounding each.
public final class MultiplyAdd {

    /// Whether there is one rounding. A constant, so that the JIT compiler removes the other branch.
    static final boolean FUSED = isFused();

    private MultiplyAdd() {}

    /// `a·b + c`.
    public static float fma(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    private static boolean isFused() {
        var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (options == null) {
            return true; // another virtual machine, which does not tell
        }
        try {
            return Boolean.parseBoolean(options.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException e) { // there is no such option
            return true;
        }
    }
}
