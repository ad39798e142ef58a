package dev.charloom.storage;

import java.nio.file.Path;

/// Another process has locked a directory.
public final class DirectoryInUse extends RuntimeException {

    DirectoryInUse(Path directory) {
        super("another process uses the directory " + directory);
    }
}
