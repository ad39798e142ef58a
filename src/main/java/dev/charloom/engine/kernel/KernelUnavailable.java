package dev.charloom.engine.kernel;

import org.jspecify.annotations.Nullable;

/// A kernel that cannot be used on this machine.
public final class KernelUnavailable extends RuntimeException {

    KernelUnavailable(String kernel, String reason, @Nullable Throwable cause) {
        super("The kernel '" + kernel + "' cannot be used: " + reason, cause);
    }
}
