package dev.charloom.repository;

import dev.charloom.storage.DurableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A directory whose files are listed, with sizes and SHA-256, in its `manifest.json`, which is written last: a
/// directory without one was never finished, and one that disagrees with it is damaged.
public final class CheckedFiles {

    private static final String MANIFEST = "manifest.json";
    private static final int FORMAT_VERSION = 1;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// A file as it was written.
    record Checksum(long size, @Nullable String sha256) {}

    /// The content of the manifest.
    record Checksums(int formatVersion, @Nullable Map<String, @Nullable Checksum> files) {}

    private final Path directory;
    private final Map<String, @Nullable Checksum> written = new TreeMap<>();

    /// @param directory exists already
    public CheckedFiles(Path directory) {
        this.directory = directory;
    }

    /// Writes a file, forced.
    public void write(String name, DurableFiles.Content content) throws IOException {
        MessageDigest digest = sha256();
        DurableFiles.writeForced(directory.resolve(name), out -> {
            var buffered = new BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER_BYTES);
            content.writeTo(buffered);
            buffered.flush();
        });
        String sha256 = HexFormat.of().formatHex(digest.digest());
        written.put(name, new Checksum(Files.size(directory.resolve(name)), sha256));
    }

    /// Writes the manifest of all files that this has written, forced.
    public void seal() throws IOException {
        byte[] json = JSON.writeValueAsBytes(new Checksums(FORMAT_VERSION, written));
        DurableFiles.writeForced(directory.resolve(MANIFEST), json);
    }

    /// What is wrong with the directory, as a phrase; null if every file is what was written.
    ///
    /// @throws IOException if that cannot be told, as a file is there but cannot be read now
    public @Nullable String damage() throws IOException {
        try {
            Path manifest = directory.resolve(MANIFEST);
            if (sizeOf(manifest) < 0) {
                return MANIFEST + " is missing";
            }
            Checksums checksums = JSON.readValue(Files.readAllBytes(manifest), Checksums.class);
            if (checksums == null || checksums.formatVersion() != FORMAT_VERSION || checksums.files() == null) {
                return MANIFEST + " has an unknown format";
            }
            for (Map.Entry<String, @Nullable Checksum> file : checksums.files().entrySet()) {
                if (!isAsWritten(directory.resolve(file.getKey()), file.getValue())) {
                    return file.getKey() + " is not what was written";
                }
            }
            return null;
        } catch (JacksonException e) {
            return MANIFEST + " cannot be understood";
        }
    }

    private static boolean isAsWritten(Path file, @Nullable Checksum expected) throws IOException {
        if (expected == null || sizeOf(file) != expected.size()) {
            return false;
        }
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest()).equals(expected.sha256());
    }

    /// The size of a file; −1 if there is none.
    private static long sizeOf(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? attributes.size() : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
