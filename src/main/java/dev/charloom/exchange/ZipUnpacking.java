package dev.charloom.exchange;

import dev.charloom.storage.LimitedInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks a zip archive that nobody vouches for: only files that are asked for, each once, none larger than agreed,
/// all of them below one directory.
///
/// The archive is read as a stream, from its first entry on, so that no more of it is in memory than a buffer; its
/// table of contents, which may say something else, is not looked at.
final class ZipUnpacking {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,3}");
    private static final long ANY_RATIO_BELOW = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    /// Which files are taken.
    @FunctionalInterface
    interface Whitelist {

        /// The most bytes that the file of this name may have; null for a file that is not taken.
        @Nullable
        Long most(String name);
    }

    private final ImportLimits limits;
    private final Whitelist whitelist;
    private final int mostFiles;
    private long unpacked;

    ZipUnpacking(ImportLimits limits, Whitelist whitelist, int mostFiles) {
        this.limits = limits;
        this.whitelist = whitelist;
        this.mostFiles = mostFiles;
    }

    /// Unpacks into `directory`.
    ///
    /// @param archive read to its end and not closed
    /// @return the names of the files
    /// @throws ImportRejected if it is no zip archive, or holds anything but the files that are asked for
    /// @throws ArchiveTooLarge if it goes over a limit
    Set<String> unpack(InputStream archive, Path directory) throws IOException {
        var packed = new LimitedInput(
                archive,
                limits.archiveBytes(),
                () -> new ArchiveTooLarge(
                        "has at most %d bytes".formatted(limits.archiveBytes()), "charloom.import.archive-bytes"));
        var zip = new ZipInputStream(packed);
        var names = new HashSet<String>();
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory()
                        && NAME.matcher(withoutSlash(entry.getName())).matches()) {
                    requireNothing(entry.getName(), zip);
                    continue;
                }
                long most = admit(entry.getName(), names);
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                copy(entry.getName(), zip, file, most, packed);
            }
            packed.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException | IllegalArgumentException e) { // the latter where a name is not UTF-8
            throw new ImportRejected("it is not a zip archive of stored or deflated files, each with its size before it"
                    + " (what torch.save writes is none), or is damaged");
        } catch (java.io.EOFException e) {
            throw new ImportRejected("it breaks off");
        }
        return names;
    }

    /// As [#unpack], of an archive that has to hold something: what is no zip archive at all looks like an empty one.
    Set<String> unpackSome(InputStream archive, Path directory) throws IOException {
        Set<String> names = unpack(archive, directory);
        if (names.isEmpty()) {
            throw new ImportRejected("it is not a zip archive, or an empty one");
        }
        return names;
    }

    private long admit(String name, Set<String> names) {
        Long most = NAME.matcher(name).matches() ? whitelist.most(name) : null;
        if (most == null) {
            throw new ImportRejected("it holds a file that does not belong there: " + shown(name));
        }
        if (!names.add(name)) {
            throw new ImportRejected("it holds " + name + " twice");
        }
        if (names.stream().anyMatch(other -> isWithin(name, other) || isWithin(other, name))) {
            throw new ImportRejected("it holds a file within another file: " + shown(name));
        }
        if (names.size() > mostFiles) {
            throw new ImportRejected("it holds more than %d files".formatted(mostFiles));
        }
        return most;
    }

    private static boolean isWithin(String name, String other) {
        return name.startsWith(other + "/");
    }

    /// What a directory holds would be unpacked to find the next entry, and no limit counts it.
    private static void requireNothing(String directory, InputStream zip) throws IOException {
        if (zip.read() >= 0) {
            throw new ImportRejected("its directory %s holds bytes of its own".formatted(shown(directory)));
        }
    }

    private void copy(String name, InputStream zip, Path file, long most, LimitedInput packed) throws IOException {
        long size = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                size += count;
                unpacked += count;
                if (size > most) {
                    throw new ImportRejected("its %s has more than %d bytes".formatted(name, most));
                }
                checkAll(packed.count());
                out.write(buffer, 0, count);
            }
        }
    }

    private void checkAll(long packed) {
        if (unpacked > limits.unpackedBytes()) {
            throw new ArchiveTooLarge(
                    "holds at most %d bytes when it is unpacked".formatted(limits.unpackedBytes()),
                    "charloom.import.unpacked-bytes");
        }
        if (unpacked > ANY_RATIO_BELOW && unpacked / limits.ratio() > packed) {
            throw new ArchiveTooLarge(
                    "becomes at most %d times larger when it is unpacked".formatted(limits.ratio()),
                    "charloom.import.ratio");
        }
    }

    private static String withoutSlash(String name) {
        return name.substring(0, name.length() - 1);
    }

    /// What of a name is fit to be shown.
    private static String shown(String name) {
        String harmless = name.replaceAll("[^A-Za-z0-9._/ -]", "?");
        return harmless.length() > 60 ? harmless.substring(0, 60) + "…" : harmless;
    }
}
