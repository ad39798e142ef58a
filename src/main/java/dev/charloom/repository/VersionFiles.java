package dev.charloom.repository;

import dev.charloom.engine.Parameters;
import dev.charloom.storage.DurableFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files of one version's directory: `model.json`, `weights.safetensors`, `history.jsonl`, `novelty.bin` where
/// anybody knows the corpus, and `manifest.json` with the size and SHA-256 of each, which is written last.
final class VersionFiles {

    static final String MODEL = "model.json";
    static final String WEIGHTS = "weights.safetensors";
    static final String HISTORY = "history.jsonl";
    static final String NOVELTY = "novelty.bin";
    static final String MANIFEST = "manifest.json";

    private static final long MAX_JSON_BYTES = 64L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a later program may say more
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// A file as it was published.
    record Checksum(long size, String sha256) {}

    /// The content of `manifest.json`.
    record Checksums(int formatVersion, Map<String, Checksum> files) {}

    private final Path directory;

    VersionFiles(Path directory) {
        this.directory = directory;
    }

    /// Takes the files of a version, one after the other.
    interface Sink {
        void take(String name, DurableFiles.Content content) throws IOException;
    }

    /// Writes all files, each forced.
    ///
    /// @param novelty null to leave `novelty.bin` out
    void write(ModelManifest manifest, Parameters weights, List<String> history, DurableFiles.@Nullable Content novelty)
            throws IOException {
        Sink forced = (name, content) -> DurableFiles.writeForced(directory.resolve(name), content);
        write(manifest, weights, history, novelty, forced);
    }

    /// Hands all files to `sink`, the manifest of their checksums last.
    static void write(
            ModelManifest manifest,
            Parameters weights,
            List<String> history,
            DurableFiles.@Nullable Content novelty,
            Sink sink)
            throws IOException {
        String lines = history.isEmpty() ? "" : String.join("\n", history) + "\n";
        var contents = new LinkedHashMap<String, DurableFiles.Content>();
        contents.put(MODEL, out -> out.write(JSON.writeValueAsBytes(manifest)));
        contents.put(WEIGHTS, out -> SafetensorsWeights.write(weights, out));
        contents.put(HISTORY, out -> out.write(lines.getBytes(StandardCharsets.UTF_8)));
        if (novelty != null) {
            contents.put(NOVELTY, novelty);
        }
        var files = new TreeMap<String, Checksum>();
        for (Map.Entry<String, DurableFiles.Content> file : contents.entrySet()) {
            files.put(file.getKey(), taken(file.getKey(), file.getValue(), sink));
        }
        byte[] checksums = JSON.writeValueAsBytes(new Checksums(ModelManifest.FORMAT_VERSION, files));
        sink.take(MANIFEST, out -> out.write(checksums));
    }

    private static Checksum taken(String name, DurableFiles.Content content, Sink sink) throws IOException {
        var digested = new DigestedOutput(sha256());
        sink.take(name, out -> content.writeTo(digested.to(out)));
        return new Checksum(digested.size(), digested.hex());
    }

    /// Reads `model.json` after it was compared with its checksum.
    ///
    /// @throws ModelDamaged if it is not what was published
    ModelManifest readManifest(ModelReference reference) throws IOException {
        return readOwnManifest(reference).at(reference);
    }

    /// As [#readManifest], with the name and the number that the file has.
    ///
    /// @param reference what the version is called where it is damaged
    ModelManifest readOwnManifest(ModelReference reference) throws IOException {
        verify(reference, checksums(reference), MODEL);
        try {
            JsonNode json = JSON.readTree(bytes(reference, MODEL));
            requireKnownFormat(reference, MODEL, json.path("formatVersion").asInt(0));
            return JSON.treeToValue(json, ModelManifest.class);
        } catch (JacksonException e) {
            throw new ModelDamaged(reference, MODEL, "cannot be understood");
        }
    }

    /// Reads everything after every file was compared with its checksum.
    ///
    /// @throws ModelDamaged if a file is not what was published
    StoredModel read(ModelReference reference) throws IOException {
        Checksums checksums = checksums(reference);
        for (String name : List.of(MODEL, WEIGHTS, HISTORY)) {
            verify(reference, checksums, name);
        }
        if (hasNovelty(checksums)) {
            verify(reference, checksums, NOVELTY);
        }
        ModelManifest manifest = readManifest(reference);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(directory.resolve(WEIGHTS)), 1 << 16)) {
            long bytes = Files.size(directory.resolve(WEIGHTS));
            return new StoredModel(manifest, SafetensorsWeights.read(manifest.modelShape(), in, bytes));
        } catch (WeightsRejected e) {
            throw new ModelDamaged(reference, WEIGHTS, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new ModelDamaged(reference, MODEL, "describes no possible network");
        }
    }

    List<String> readHistory(ModelReference reference) throws IOException {
        verify(reference, checksums(reference), HISTORY);
        try {
            return Files.readAllLines(directory.resolve(HISTORY));
        } catch (CharacterCodingException e) {
            throw new ModelDamaged(reference, HISTORY, "is not UTF-8");
        }
    }

    /// Reads `novelty.bin`, if the version was published with it, after it was compared with its checksum.
    ///
    /// @throws ModelDamaged if it is not what was published
    Optional<byte[]> readNovelty(ModelReference reference) throws IOException {
        Checksums checksums = checksums(reference);
        if (!hasNovelty(checksums)) {
            return Optional.empty();
        }
        verify(reference, checksums, NOVELTY);
        return Optional.of(Files.readAllBytes(directory.resolve(NOVELTY)));
    }

    /// A file that is there but not listed, or the other way round, is damage, not absence.
    private boolean hasNovelty(Checksums checksums) {
        return Files.exists(directory.resolve(NOVELTY))
                || (checksums.files() != null && checksums.files().containsKey(NOVELTY));
    }

    /// What is wrong with the files by their checksums; null if nothing is, or if a later program has written them.
    @Nullable
    ModelDamaged damage(ModelReference reference) throws IOException {
        try {
            if (!isKnownFormat(bytes(reference, MANIFEST))) {
                return null;
            }
            Checksums checksums = checksums(reference);
            for (String name : List.of(MODEL, WEIGHTS, HISTORY)) {
                verify(reference, checksums, name);
            }
            if (hasNovelty(checksums)) {
                verify(reference, checksums, NOVELTY);
            }
            return null;
        } catch (ModelDamaged e) {
            return e;
        }
    }

    private static boolean isKnownFormat(byte[] manifest) {
        try {
            int version = JSON.readTree(manifest).path("formatVersion").asInt(0);
            return version <= ModelManifest.FORMAT_VERSION;
        } catch (JacksonException e) {
            return true; // damaged
        }
    }

    private Checksums checksums(ModelReference reference) throws IOException {
        try {
            JsonNode json = JSON.readTree(bytes(reference, MANIFEST));
            requireKnownFormat(reference, MANIFEST, json.path("formatVersion").asInt(0));
            return JSON.treeToValue(json, Checksums.class);
        } catch (JacksonException e) {
            throw new ModelDamaged(reference, MANIFEST, "cannot be understood");
        }
    }

    /// Comes first: another format may lack what this one needs.
    private static void requireKnownFormat(ModelReference reference, String name, int version) {
        if (version != ModelManifest.FORMAT_VERSION) {
            throw new ModelDamaged(reference, name, "has the unknown format " + version);
        }
    }

    private byte[] bytes(ModelReference reference, String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new ModelDamaged(reference, name, "is missing");
        }
        if (Files.size(file) > MAX_JSON_BYTES) {
            throw new ModelDamaged(reference, name, "is far too large");
        }
        return Files.readAllBytes(file);
    }

    private void verify(ModelReference reference, Checksums checksums, String name) throws IOException {
        Checksum expected = checksums.files() == null ? null : checksums.files().get(name);
        if (expected == null) {
            throw new ModelDamaged(reference, MANIFEST, "does not list " + name);
        }
        if (!Files.isRegularFile(directory.resolve(name))) {
            throw new ModelDamaged(reference, name, "is missing");
        }
        if (!checksum(name).equals(expected)) {
            throw new ModelDamaged(reference, name, "differs from what was published");
        }
    }

    private Checksum checksum(String name) throws IOException {
        Path file = directory.resolve(name);
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return new Checksum(Files.size(file), HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
