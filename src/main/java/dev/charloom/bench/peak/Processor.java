package dev.charloom.bench.peak;

import dev.charloom.engine.kernel.linux.ProcessorFlags;
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.Optional;
import java.util.Set;

/// What the processor can do, as far as a loop of multiply-adds is concerned.
///
/// @param system `os.name` of the JVM
/// @param architecture `os.arch` of the JVM
/// @param flags features that the kernel lists; empty where it lists none
record Processor(String system, String architecture, Set<String> flags) {

    /// The one that this JVM runs on.
    static Processor present() {
        return new Processor(System.getProperty("os.name"), System.getProperty("os.arch"), ProcessorFlags.present());
    }

    /// The widest loop that it understands; none but on Linux, where the kernel says what may be used.
    Optional<MachineCode> widestLoop() {
        if (!system.equals("Linux")) {
            return Optional.empty();
        }
        return switch (architecture) {
            case "aarch64" -> Optional.of(NeonLoop.neon());
            case "amd64" ->
                flags.containsAll(InstructionSet.AVX512.flags())
                        ? Optional.of(X86Loops.avx512())
                        : flags.containsAll(InstructionSet.AVX2.flags())
                                ? Optional.of(X86Loops.avx2())
                                : Optional.empty();
            default -> Optional.empty();
        };
    }
}
