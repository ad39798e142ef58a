package dev.charloom.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingDirectoryTest {

    private static final String UNIQUE = "0123abcd-0000-4000-8000-0123456789ab";

    @TempDir
    Path parent;

    @Test
    void aMovedDirectoryIsAllThatRemains() throws IOException {
        try (var staging = StagingDirectory.in(parent)) {
            Files.writeString(staging.path().resolve("file"), "content");
            assertThat(staging.moveTo(parent.resolve("1"))).isTrue();
        }
        assertThat(names()).containsExactly("1");
        assertThat(parent.resolve("1/file")).hasContent("content");
    }

    @Test
    void aTakenTargetIsLeftAsItIsAndAnotherCanBeTried() throws IOException {
        Files.createDirectories(parent.resolve("1/other"));
        Files.writeString(parent.resolve("2"), "a file");
        try (var staging = StagingDirectory.in(parent)) {
            assertThat(staging.moveTo(parent.resolve("1"))).isFalse();
            assertThat(staging.moveTo(parent.resolve("2"))).isFalse();
            assertThat(staging.moveTo(parent.resolve("3"))).isTrue();
        }
        assertThat(names()).containsExactly("1", "2", "3");
    }

    @Test
    void closingWithoutMovingRemovesEverything() throws IOException {
        try (var staging = StagingDirectory.in(parent)) {
            Files.writeString(staging.path().resolve("file"), "content");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aSweepLeavesADirectoryThatIsBeingFilled() throws IOException {
        try (var staging = StagingDirectory.in(parent)) {
            Files.writeString(staging.path().resolve("file"), "content");
            assertThat(Leftovers.sweep(parent)).isEmpty();
            assertThat(staging.path().resolve("file")).exists();
        }
    }

    @Test
    void aSweepRemovesWhatDeadProcessesLeft() throws IOException {
        Path abandoned = Files.createDirectories(parent.resolve(".staging-" + UNIQUE));
        Files.writeString(abandoned.resolve("weights"), "half");
        Path lock = Files.createFile(parent.resolve(".staging-" + UNIQUE + ".lock"));
        Path unlocked = Files.createDirectories(parent.resolve(".staging-" + UNIQUE.replace('a', 'b')));
        Path deleted = Files.createDirectories(parent.resolve(".deleted-" + UNIQUE + "/1"));
        Path temporary = Files.createFile(parent.resolve(".current-" + UNIQUE + ".tmp"));
        assertThat(Leftovers.sweep(parent)).contains(unlocked, deleted.getParent(), temporary);
        assertThat(lock).doesNotExist();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aSweepTouchesNoNamesOfOthers() throws IOException {
        var foreign = List.of(".DS_Store", ".deleted-by-hand", ".staging", ".staging-1", "current.tmp", ".vimrc.tmp");
        for (String name : foreign) {
            Files.createFile(parent.resolve(name));
        }
        assertThat(Leftovers.sweep(parent)).isEmpty();
        assertThat(names()).containsExactlyInAnyOrderElementsOf(foreign);
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
