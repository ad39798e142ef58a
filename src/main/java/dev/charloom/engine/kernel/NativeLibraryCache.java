package dev.charloom.engine.kernel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A directory into which shared libraries are unpacked once, since the system's loader reads files and not jars.
///
/// A library lies in a directory named after its hash, so versions never meet; it is loaded only if its bytes have the
/// hash that this program knows. Several processes may unpack at once: each writes a file of its own and moves it into
/// place.
final class NativeLibraryCache {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path directory;

    NativeLibraryCache(Path directory) {
        this.directory = directory;
    }

    /// The directory named by the system property `charloom.native-cache`, else one of the user's: below
    /// `XDG_CACHE_HOME`, the home directory, or where that cannot be written to, that of temporary files.
    static NativeLibraryCache ofUser() {
        String chosen = System.getProperty("charloom.native-cache");
        if (chosen != null) {
            return new NativeLibraryCache(Path.of(chosen));
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", "."));
        Path cache = xdg != null && !xdg.isEmpty() ? Path.of(xdg) : home.resolve(".cache");
        Path writable = Files.isWritable(cache) || Files.isWritable(home)
                ? cache.resolve("charloom")
                : Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("charloom-" + System.getProperty("user.name", "native"));
        return new NativeLibraryCache(writable);
    }

    /// The libraries of a platform as files, unpacked if they are not there yet, in the order of loading.
    ///
    /// @throws FileNotFoundException if the class path lacks one
    /// @throws IOException if one cannot be written, or has another hash than it should have
    List<Path> unpack(NativePlatform platform) throws IOException {
        Path home = directory.resolve(platform.libraries().getLast().sha256().substring(0, 16));
        var files = new ArrayList<Path>();
        for (NativePlatform.Library library : platform.libraries()) {
            Path file = home.resolve(library.fileName());
            if (!Files.isRegularFile(file) || !hash(file).equals(library.sha256())) {
                Files.createDirectories(home);
                unpack(platform.resource(library), library, file);
            }
            files.add(file);
        }
        return files;
    }

    private static void unpack(String resource, NativePlatform.Library library, Path file) throws IOException {
        Path staged = Files.createTempFile(file.getParent(), library.fileName(), ".part");
        try {
            try (InputStream in = NativeLibraryCache.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new FileNotFoundException("it is not part of this build: " + resource.substring(1));
                }
                Files.copy(in, staged, StandardCopyOption.REPLACE_EXISTING);
            }
            String found = hash(staged);
            if (!found.equals(library.sha256())) {
                throw new IOException(
                        library.fileName() + " has the SHA-256 " + found + " instead of " + library.sha256());
            }
            move(staged, file);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    private static void move(Path staged, Path file) throws IOException {
        try {
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(staged, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (var in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (in.read(buffer) >= 0) {
                // The digest sees what is read.
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
