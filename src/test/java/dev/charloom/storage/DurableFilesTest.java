package dev.charloom.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

    @TempDir
    Path directory;

    @Test
    void replacingAFileLeavesNothingButItsNewContent() throws IOException {
        Path file = directory.resolve("current");
        DurableFiles.replace(file, "a long first content".getBytes(UTF_8));
        DurableFiles.replace(file, "2".getBytes(UTF_8));
        assertThat(file).hasContent("2");
        assertThat(names()).containsExactly("current");
    }

    @Test
    void whatCannotBeReplacedLeavesNoTemporaryFileBehind() throws IOException {
        Files.createDirectories(directory.resolve("current/occupied"));
        assertThatThrownBy(() -> DurableFiles.replace(directory.resolve("current"), new byte[1]))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("current");
    }

    @Test
    void writingOverALongerFileCutsItOff() throws IOException {
        Path file = directory.resolve("file");
        DurableFiles.writeForced(file, "longer".getBytes(UTF_8));
        DurableFiles.writeForced(file, out -> out.write('x'));
        assertThat(file).hasContent("x");
    }

    @Test
    void missingParentsAreCreated() throws IOException {
        DurableFiles.createDirectories(directory.resolve("a/b/c"));
        DurableFiles.createDirectories(directory.resolve("a/b/c"));
        assertThat(directory.resolve("a/b/c")).isEmptyDirectory();
    }

    @Test
    void deletingADirectoryDoesNotFollowItsSymbolicLinks() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "kept");
        Path tree = Files.createDirectories(directory.resolve("tree/below"));
        Files.createSymbolicLink(tree.resolve("link"), precious);
        Files.createSymbolicLink(tree.resolve("parent"), directory);
        DurableFiles.delete(directory.resolve("tree"));
        assertThat(names()).containsExactly("precious");
    }

    @Test
    void whatIsStillBeingWrittenIntoADirectoryGoesWithIt() throws IOException {
        var disk = new FaultyDisk();
        Files.createDirectories(directory.resolve("tree/below"));
        disk.beforeADirectoryIsDeleted(below -> Files.writeString(below.resolve("late"), "staged"));

        DurableFiles.delete(disk.on(directory.resolve("tree")));

        assertThat(names()).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereSaysSo() {
        assertThatThrownBy(() -> DurableFiles.delete(directory.resolve("absent")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private Stream<String> names() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
