package dev.charloom.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The use of a directory by one process alone, until it is closed or the process ends, however it ends.
///
/// What is locked is a file in the directory, which stays: who removed it could remove the one that another has just
/// locked.
public final class DirectoryLock implements AutoCloseable {

    /// The name of the file.
    public static final String NAME = "lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Locks a directory.
    ///
    /// @param directory created if missing
    /// @throws DirectoryInUse if another process has locked it
    /// @throws IOException if nothing can be written there, or its file system knows no locks
    public static DirectoryLock on(Path directory) throws IOException {
        DurableFiles.createDirectories(directory);
        var channel = FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw new DirectoryInUse(directory); // by this very process
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new DirectoryInUse(directory);
        }
        return new DirectoryLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
