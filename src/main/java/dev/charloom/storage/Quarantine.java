package dev.charloom.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.StreamSupport;

/// Where damaged files and directories are kept: in `quarantine/` beside the sound ones, out of everybody's way but not
/// lost, until somebody has looked at them.
public final class Quarantine {

    /// The name of the directory.
    public static final String NAME = "quarantine";

    private static final int DEPTH = 5;
    private static final int MOST_NAMES = 1000;

    private Quarantine() {}

    /// Moves a file or directory into `quarantine/` beside it, under its own name, with a number behind it where that
    /// is taken.
    ///
    /// @return where it is now
    public static Path setAside(Path path) throws IOException {
        Path directory = DurableFiles.parentOf(path).resolve(NAME);
        DurableFiles.createDirectories(directory);
        String name = path.getFileName().toString();
        Path place = directory.resolve(name);
        for (int i = 2; Files.exists(place); i++) {
            place = directory.resolve(name + "-" + i);
        }
        DurableFiles.moveAtomically(path, place);
        DurableFiles.forceDirectory(DurableFiles.parentOf(path));
        return place;
    }

    /// The names of what lay in `directory` itself and is in quarantine, in order; nothing if it cannot be read.
    public static List<String> in(Path directory) {
        Path quarantine = directory.resolve(NAME);
        if (!Files.isDirectory(quarantine)) {
            return List.of();
        }
        try (var entries = Files.newDirectoryStream(quarantine)) {
            return StreamSupport.stream(entries.spliterator(), false)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
    }

    /// Whether something that lay in `directory` itself is in quarantine.
    public static boolean isIn(Path directory) throws IOException {
        Path quarantine = directory.resolve(NAME);
        if (!Files.exists(quarantine)) {
            return false;
        }
        try (var entries = Files.newDirectoryStream(quarantine)) {
            return entries.iterator().hasNext();
        }
    }

    /// What lies in quarantine anywhere below `root`, as paths from there with `/` between; nothing if it cannot be
    /// read.
    public static List<String> below(Path root) {
        var found = new ArrayList<String>();
        try {
            Files.walkFileTree(
                    root, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, new Finder(root, found));
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static final class Finder extends SimpleFileVisitor<Path> {

        private final Path root;
        private final List<String> found;

        Finder(Path root, List<String> found) {
            this.root = root;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (!directory.equals(root) && directory.endsWith(NAME)) {
                try (var entries = Files.newDirectoryStream(directory)) {
                    for (Path entry : entries) {
                        found.add(root.relativize(entry).toString().replace('\\', '/'));
                    }
                }
                return FileVisitResult.SKIP_SUBTREE;
            }
            return found.size() < MOST_NAMES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
