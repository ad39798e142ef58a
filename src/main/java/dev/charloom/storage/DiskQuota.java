package dev.charloom.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/// The most bytes that a directory may hold, with everything below it.
public final class DiskQuota {

    private final Path directory;
    private final long most;

    /// @param most bytes; 0 for any number
    public DiskQuota(Path directory, long most) {
        this.directory = directory;
        this.most = most;
    }

    /// Bytes that may still be written; [Long#MAX_VALUE] where there is no limit.
    public long left() throws IOException {
        return most == 0 ? Long.MAX_VALUE : Math.max(0, most - used());
    }

    /// Refuses what would go over the limit.
    ///
    /// @param bytes about to be written
    /// @throws DiskQuotaExceeded if they are more than are left
    public void require(long bytes) throws IOException {
        if (bytes > left()) {
            throw new DiskQuotaExceeded(most);
        }
    }

    /// The failure of who writes more than [#left].
    public DiskQuotaExceeded exceeded() {
        return new DiskQuotaExceeded(most);
    }

    /// Bytes that the directory holds now.
    public long used() throws IOException {
        var sum = new AtomicLong();
        if (Files.isDirectory(directory)) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // it has gone meanwhile
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, @org.jspecify.annotations.Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return sum.get();
    }
}
