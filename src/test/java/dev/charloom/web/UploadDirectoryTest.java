package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadDirectoryTest {

    @TempDir
    Path data;

    @Test
    void itIsInTheDataDirectoryAndGoesWithTheService() throws IOException {
        try (var uploads = new UploadDirectory(data)) {
            Path location = Path.of(uploads.location());
            assertThat(location).isDirectory().isAbsolute().hasParent(data.resolve("uploads"));
            Files.writeString(location.resolve("upload_1.tmp"), "half");
        }
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void whatACrashHasLeftIsRemoved() throws IOException {
        Path left = data.resolve("uploads/.staging-0123abcd-0000-4000-8000-0123456789ab");
        Files.createDirectories(left);
        Files.writeString(left.resolve("upload_1.tmp"), "half");

        try (var uploads = new UploadDirectory(data)) {
            assertThat(Path.of(uploads.location())).isEmptyDirectory();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void whereItCannotBeTheContainerHasOne() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "x");

        try (var uploads = new UploadDirectory(file)) {
            assertThat(uploads.location()).isEmpty();
        }
    }
}
