package dev.charloom.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Changes to files that have reached the disk when the method returns.
///
/// A file's bytes are durable once the file is forced; its name, once the directory that holds it is forced. A rename
/// within one file system is atomic: others see the old state or the new one, never something between (POSIX `rename`,
/// `fsync`).
public final class DurableFiles {

    private static final int ATTEMPTS = 3;

    private DurableFiles() {}

    /// What is written into a file.
    @FunctionalInterface
    public interface Content {

        /// Writes everything to `out`, in pieces of a sensible size: `out` does not buffer. Must not close it.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes `content` into `file`, over what it may have held, and forces it. The file's name is durable only after
    /// [#forceDirectory(Path)].
    public static void writeForced(Path file, byte[] content) throws IOException {
        writeForced(file, out -> out.write(content));
    }

    /// As [#writeForced(Path, byte\[\])], for content that is produced while it is written.
    public static void writeForced(Path file, Content content) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /// Makes the names in `directory` durable.
    public static void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Creates `directory` and the parents that are missing; their names are durable.
    public static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            createDirectories(parentOf(directory));
            Files.createDirectories(directory);
            forceDirectory(parentOf(directory));
        }
    }

    /// Renames `source` to `target` on the same file system and forces the directory of `target`. A file replaces a
    /// file; a directory replaces nothing but an empty directory.
    ///
    /// @throws java.nio.file.FileSystemException if `target` is in the way or lies on another file system
    public static void moveAtomically(Path source, Path target) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(parentOf(target));
    }

    /// Puts `content` in place of what `file` holds, if anything: readers see all of the old or all of the new.
    public static void replace(Path file, byte[] content) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path temporary = Leftovers.temporaryFor(file);
            try {
                writeForced(temporary, content);
                moveAtomically(temporary, file);
                return;
            } catch (NoSuchFileException e) {
                // Another process, starting, may have swept the temporary file as a leftover.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /// Deletes a file or a whole directory: it is there as a whole until it is gone as a whole. What a crash leaves of
    /// it lies under another name in the same directory and is removed by [Leftovers#sweep(Path)].
    ///
    /// @throws NoSuchFileException if `path` does not exist
    public static void delete(Path path) throws IOException {
        Path aside = Leftovers.deletedIn(parentOf(path));
        moveAtomically(path, aside);
        deleteTree(aside);
    }

    /// Removes a directory with everything in it, or a file, without following symbolic links. What has gone meanwhile
    /// is passed over, and what a writer that does not know of it yet has put there meanwhile is removed, too.
    static void deleteTree(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                deleteTreeAsFound(path);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void deleteTreeAsFound(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static Path parentOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), () -> path + " has no parent directory");
    }
}
