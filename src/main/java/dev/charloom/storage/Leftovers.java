package dev.charloom.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/// The hidden names under which this package works, and their removal where a process has died.
public final class Leftovers {

    private static final String UNIQUE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern STAGING = Pattern.compile("\\.staging-" + UNIQUE);
    private static final Pattern LOCK = Pattern.compile(STAGING + "\\.lock");
    private static final Pattern FINISHED = Pattern.compile("\\.deleted-" + UNIQUE + "|\\..+-" + UNIQUE + "\\.tmp");

    private Leftovers() {}

    static Path stagingIn(Path directory) {
        return directory.resolve(".staging-" + UUID.randomUUID());
    }

    static Path lockOf(Path staging) {
        return staging.resolveSibling(staging.getFileName() + ".lock");
    }

    static Path deletedIn(Path directory) {
        return directory.resolve(".deleted-" + UUID.randomUUID());
    }

    static Path temporaryFor(Path file) {
        return file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID() + ".tmp");
    }

    /// Removes from `directory` (not from those below it) what dead processes have left: staging directories that
    /// nobody holds, directories set aside for deletion, temporary files. Touches no other name. What cannot be
    /// removed stays for the next time.
    ///
    /// @return what was removed
    /// @throws IOException if the directory cannot be listed
    public static List<Path> sweep(Path directory) throws IOException {
        var removed = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory, ".*")) {
            for (Path entry : entries) {
                if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS) && remove(entry)) {
                    removed.add(entry);
                }
            }
        }
        return removed;
    }

    private static boolean remove(Path entry) {
        String name = entry.getFileName().toString();
        try {
            if (FINISHED.matcher(name).matches()) {
                DurableFiles.deleteTree(entry);
                return true;
            }
            if (STAGING.matcher(name).matches()) {
                return removeStaging(entry, lockOf(entry));
            }
            return LOCK.matcher(name).matches() && removeStaging(stagingOf(entry), entry);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path stagingOf(Path lockFile) {
        String name = lockFile.getFileName().toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - ".lock".length()));
    }

    /// A writer takes the lock file before it creates the directory and removes it after the directory has its final
    /// name: a directory without one is nobody's.
    private static boolean removeStaging(Path staging, Path lockFile) throws IOException {
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            DurableFiles.deleteTree(staging);
            Files.deleteIfExists(lockFile);
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        } catch (NoSuchFileException e) {
            DurableFiles.deleteTree(staging);
        }
        return true;
    }
}
