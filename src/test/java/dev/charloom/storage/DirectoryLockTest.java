package dev.charloom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path parent;

    @Test
    void aDirectoryIsLockedOnceAtATime() throws IOException {
        Path directory = parent.resolve("a/b");
        try (var _ = DirectoryLock.on(directory)) {
            assertThatExceptionOfType(DirectoryInUse.class)
                    .isThrownBy(() -> DirectoryLock.on(directory))
                    .withMessageContaining(directory.toString());
        }
        try (var _ = DirectoryLock.on(directory)) {
            assertThat(directory).isDirectoryContaining("glob:**/" + DirectoryLock.NAME);
        }
    }
}
