package dev.charloom.bench;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import java.util.List;

/// The kernels that can be asked for by name.
public final class Kernels {

    private Kernels() {}

    /// What [#of] takes, the default first.
    public static List<String> names() {
        return List.of("auto", "java");
    }

    /// The kernel of a name; `auto` is the one that the service would choose.
    public static Blas of(String name) {
        return switch (name) {
            case "auto", "java" -> new JavaBlas();
            default -> throw new IllegalArgumentException("no such kernel: " + name + "; there are " + names());
        };
    }
}
