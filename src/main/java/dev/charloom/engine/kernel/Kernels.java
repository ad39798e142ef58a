package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernels by name.
public final class Kernels {

    /// The fastest one that can be had: machine code of our own, else oneDNN, else plain Java.
    public static final String AUTO = "auto";

    private static final String AVX2 = "avx2";
    private static final String AVX512 = "avx512";
    private static final String JAVA = "java";
    private static final String ONEDNN = "onednn";

    /// A kernel, and how it came to be chosen.
    ///
    /// @param fallbackReason why none of the native ones serves, where they were tried first; else null
    public record Choice(Blas blas, @Nullable String fallbackReason) {}

    private Kernels() {}

    /// What [#choose] knows.
    public static List<String> names() {
        return List.of(AUTO, AVX2, AVX512, JAVA, ONEDNN);
    }

    /// The kernel of this name.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    /// @throws KernelUnavailable if it was asked for by its own name and cannot be used on this machine
    public static Choice choose(String name) {
        return switch (name) {
            case AVX2 -> new Choice(new X86Blas(InstructionSet.AVX2), null);
            case AVX512 -> new Choice(new X86Blas(InstructionSet.AVX512), null);
            case JAVA -> new Choice(new JavaBlas(), null);
            case ONEDNN -> new Choice(new OneDnnBlas(), null);
            case AUTO -> fastest();
            default -> throw new IllegalArgumentException("kernel must be one of " + names() + ": " + name);
        };
    }

    /// The kernel that texts are written and scored with: one whose numbers for a lane do not depend on how many
    /// lanes it shares a product with, so that a seed gives the same text whoever else is served. Those that
    /// keep this give the same bits.
    public static Blas forWriting() {
        try {
            return machineCode();
        } catch (KernelUnavailable e) {
            return new JavaBlas();
        }
    }

    private static Choice fastest() {
        try {
            return new Choice(machineCode(), null);
        } catch (KernelUnavailable noMachineCode) {
            return oneDnnOrJava(noMachineCode);
        }
    }

    private static Blas machineCode() {
        try {
            return new X86Blas(InstructionSet.AVX512);
        } catch (KernelUnavailable e) {
            return new X86Blas(InstructionSet.AVX2);
        }
    }

    private static Choice oneDnnOrJava(KernelUnavailable noMachineCode) {
        try {
            return new Choice(new OneDnnBlas(), null);
        } catch (KernelUnavailable e) {
            return new Choice(new JavaBlas(), noMachineCode.getMessage() + "; " + e.getMessage());
        }
    }
}
