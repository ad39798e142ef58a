package dev.charloom.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A directory that is filled out of sight and then appears under its name at once, complete.
///
/// It lies beside its target, on the same file system. A lock file beside it is held for as long as its writer lives,
/// so that another process that sweeps ([Leftovers#sweep(Path)]) can tell a directory in the making from one that a
/// dead process has left. Closing removes whatever has not been moved.
public final class StagingDirectory implements AutoCloseable {

    private final Path path;
    private final Path lockFile;
    private final FileChannel lock;

    private StagingDirectory(Path path, Path lockFile, FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// An empty staging directory in `parent`, which must exist.
    public static StagingDirectory in(Path parent) throws IOException {
        while (true) {
            Path path = Leftovers.stagingIn(parent);
            Path lockFile = Leftovers.lockOf(path);
            var lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var staging = new StagingDirectory(path, lockFile, lock);
            if (staging.isHeld()) {
                return staging.created();
            }
            lock.close();
        }
    }

    /// A sweep may lock and remove the file between its creation and its locking here.
    private boolean isHeld() throws IOException {
        try {
            return lock.tryLock() != null && Files.exists(lockFile);
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private StagingDirectory created() throws IOException {
        try {
            Files.createDirectory(path);
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Where to put the files. Each must be forced by the caller, see [DurableFiles#writeForced(Path, byte\[\])].
    public Path path() {
        return path;
    }

    /// Forces the directory and makes it appear, durably, as `target`, which must lie in the same parent.
    ///
    /// @return false, and nothing has happened, if `target` is taken
    public boolean moveTo(Path target) throws IOException {
        DurableFiles.forceDirectory(path);
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw e;
        }
        DurableFiles.forceDirectory(DurableFiles.parentOf(target));
        return true;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            DurableFiles.deleteTree(path);
            Files.deleteIfExists(lockFile);
        }
    }
}
