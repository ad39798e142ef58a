package dev.charloom.engine.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernels by name.
public final class Kernels {

    /// The native kernel where it can be had, else the one in plain Java.
    public static final String AUTO = "auto";

    private static final String JAVA = "java";
    private static final String ONEDNN = "onednn";

    /// A kernel, and how it came to be chosen.
    ///
    /// @param fallbackReason why the native one does not serve, where it was tried first; else null
    public record Choice(Blas blas, @Nullable String fallbackReason) {}

    private Kernels() {}

    /// What [#choose] knows.
    public static List<String> names() {
        return List.of(AUTO, JAVA, ONEDNN);
    }

    /// The kernel of this name.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    /// @throws KernelUnavailable if it was asked for by its own name and cannot be used on this machine
    public static Choice choose(String name) {
        return switch (name) {
            case JAVA -> new Choice(new JavaBlas(), null);
            case ONEDNN -> new Choice(new OneDnnBlas(), null);
            case AUTO -> nativeOrJava();
            default -> throw new IllegalArgumentException("kernel must be one of " + names() + ": " + name);
        };
    }

    /// The kernel that texts are written and scored with: the only one whose numbers for a lane do not depend on how
    /// many lanes it shares a product with, so that a seed gives the same text whoever else is served.
    public static Blas forWriting() {
        return new JavaBlas();
    }

    private static Choice nativeOrJava() {
        try {
            return new Choice(new OneDnnBlas(), null);
        } catch (KernelUnavailable e) {
            return new Choice(new JavaBlas(), e.getMessage());
        }
    }
}
