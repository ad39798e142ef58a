package dev.charloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The memory of this process.
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /// The most that was resident at once, in MiB, as the kernel counts it; where it does not say, the heap that the
    /// JVM holds at present.
    static long peakMebibytes() {
        long kibibytes = highWaterMark(STATUS);
        return kibibytes >= 0 ? kibibytes >> 10 : Runtime.getRuntime().totalMemory() >> 20;
    }

    /// In KiB, from the line `VmHWM:    123456 kB`; −1 if there is none.
    static long highWaterMark(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | RuntimeException e) { // no such file, or not one that may be read
            return -1;
        }
    }
}
