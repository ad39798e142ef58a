package dev.charloom.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The files of an archive of another program, which may all lie in one directory: that is how a directory is
/// zipped.
///
/// @param directory where they are
/// @param names their names below it
record UnpackedFiles(Path directory, Set<String> names) {

    private static final Pattern OUTER = Pattern.compile("[^/]+/");

    /// Unpacks an archive.
    ///
    /// @param whitelist of the names without the directory that they may all lie in
    static UnpackedFiles unpack(
            InputStream archive, Path directory, ImportLimits limits, ZipUnpacking.Whitelist whitelist, int mostFiles)
            throws IOException {
        ZipUnpacking.Whitelist either = name -> {
            Long most = whitelist.most(name);
            return most != null ? most : whitelist.most(OUTER.matcher(name).replaceFirst(""));
        };
        return new UnpackedFiles(directory, new ZipUnpacking(limits, either, mostFiles).unpackSome(archive, directory));
    }

    /// @throws ImportRejected if there is none
    Path required(String name) {
        return find(name).orElseThrow(() -> new ImportRejected("it holds no " + name));
    }

    Optional<Path> find(String name) {
        List<String> found = names.stream()
                .filter(candidate -> candidate.equals(name) || isInside(candidate, name))
                .toList();
        if (found.size() > 1) {
            throw new ImportRejected("it holds %s twice".formatted(name));
        }
        return found.stream().findFirst().map(directory::resolve);
    }

    private static boolean isInside(String candidate, String name) {
        return candidate.endsWith("/" + name) && candidate.indexOf('/') == candidate.length() - name.length() - 1;
    }
}
