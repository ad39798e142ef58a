package dev.charloom.exchange;

import dev.charloom.fuzz.Scratch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A target of the fuzzer: any bytes as a zip archive. What is unpacked lies in its directory and keeps to the limits.
public final class ArchiveFuzz {

    private static final ImportLimits LIMITS = new ImportLimits(1 << 20, 4 << 20, 100);
    private static final int MOST_FILES = 5;

    private ArchiveFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path directory = Scratch.empty().resolve("a/b");
        Files.createDirectories(directory);
        try {
            new ZipUnpacking(LIMITS, name -> name.length() < 20 ? 1L << 21 : null, MOST_FILES)
                    .unpack(new ByteArrayInputStream(input), directory);
        } catch (ImportRejected | ArchiveTooLarge e) {
            // refused
        }
        check(directory);
    }

    private static void check(Path directory) throws IOException {
        long bytes = 0;
        try (var files = Files.walk(directory.getParent().getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
                if (!file.startsWith(directory)) {
                    throw new AssertionError(file + " lies elsewhere");
                }
            }
        }
        if (bytes > LIMITS.unpackedBytes() + (1 << 17)) {
            throw new AssertionError(bytes + " bytes were unpacked");
        }
    }
}
