package dev.charloom.engine.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The features of the processor that may be used, as the kernel of Linux lists them.
public final class ProcessorFlags {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private ProcessorFlags() {}

    /// By the kernel's names, such as `avx512f`; empty where it lists none, as on other systems and processors.
    public static Set<String> present() {
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .map(line -> Stream.of(line.split("\\s+")).collect(Collectors.toSet()))
                    .orElse(Set.of());
        } catch (IOException | RuntimeException e) { // no such file, or not one that may be read
            return Set.of();
        }
    }
}
