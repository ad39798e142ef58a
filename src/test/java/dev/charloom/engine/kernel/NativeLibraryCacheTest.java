package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryCacheTest {

    @TempDir
    private Path directory;

    private static NativePlatform platform() {
        Assumptions.assumeTrue(NativeKernel.isExpected(), "oneDNN does not come for this platform");
        return NativePlatform.current().orElseThrow();
    }

    @Test
    void librariesAreUnpackedOnce() throws IOException {
        List<Path> files = new NativeLibraryCache(directory).unpack(platform());
        FileTime written = FileTime.fromMillis(1_000);
        for (Path file : files) {
            Files.setLastModifiedTime(file, written);
        }

        assertThat(new NativeLibraryCache(directory).unpack(platform())).isEqualTo(files);

        for (Path file : files) {
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
        }
    }

    @Test
    void aDamagedLibraryIsReplaced() throws IOException {
        Path library = new NativeLibraryCache(directory).unpack(platform()).getFirst();
        byte[] sound = Files.readAllBytes(library);
        byte[] damaged = sound.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(library, damaged);

        new NativeLibraryCache(directory).unpack(platform());

        assertThat(Files.readAllBytes(library)).isEqualTo(sound);
    }

    @Test
    void nothingElseStaysInTheDirectory() throws IOException {
        List<Path> files = new NativeLibraryCache(directory).unpack(platform());

        try (var all = Files.list(files.getFirst().getParent())) {
            assertThat(all).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void aPlatformThatTheBuildDoesNotCarryIsNamed() {
        NativePlatform other = platform() == NativePlatform.WINDOWS_X86_64
                ? NativePlatform.LINUX_ARM64
                : NativePlatform.WINDOWS_X86_64;
        Assumptions.assumeTrue(
                getClass().getResource(other.resource(other.libraries().getFirst())) == null,
                "this build carries all platforms");

        assertThatThrownBy(() -> new NativeLibraryCache(directory).unpack(other))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining(other.libraries().getFirst().fileName());
    }
}
