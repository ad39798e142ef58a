package dev.charloom.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A directory that is empty whenever it is asked for: for what is read from files.
public final class Scratch {

    private static final Path DIRECTORY = created();

    private Scratch() {}

    private static Path created() {
        try {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "fuzz")
                    : Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path empty() throws IOException {
        try (var paths = Files.walk(DIRECTORY)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(DIRECTORY)) {
                    Files.delete(path);
                }
            }
        }
        return DIRECTORY;
    }
}
