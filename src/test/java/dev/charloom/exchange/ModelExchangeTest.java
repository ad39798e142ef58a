package dev.charloom.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.repository.DirectoryModelRepository;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes out comes back, and nothing else comes in.
class ModelExchangeTest {

    private static final ModelReference CATS = ModelReference.parse("cats:1");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final ImportLimits LIMITS = new ImportLimits(1 << 20, 8 << 20, 50);
    private static final ModelFormat FORMAT = new CharloomFormat(LIMITS);

    @TempDir
    Path directory;

    private DirectoryModelRepository repository;
    private ModelExchange exchange;
    private byte[] archive;

    @BeforeEach
    void publishAndExport() throws IOException {
        repository = new DirectoryModelRepository(directory.resolve("models"));
        repository.publish(
                StoredModels.manifest("cats"), StoredModels.random(StoredModels.SHAPE, 1), StoredModels.HISTORY);
        exchange = new ModelExchange(repository, directory.resolve("imports"), Clock.fixed(NOW, ZoneOffset.UTC));
        archive = export(CATS);
    }

    private byte[] export(ModelReference model) throws IOException {
        var out = new ByteArrayOutputStream();
        FORMAT.write(exchange.take(model), out);
        return out.toByteArray();
    }

    private ModelReference importAs(String name, byte[] bytes) throws IOException {
        return exchange.publish(FORMAT, name == null ? null : new ModelName(name), new ByteArrayInputStream(bytes));
    }

    private void assertRejected(byte[] bytes) {
        assertThatExceptionOfType(ImportRejected.class).isThrownBy(() -> importAs("dogs", bytes));
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(repository.versions(new ModelName("dogs"))).isEmpty();
        assertThat(directory.resolve("imports")).isEmptyDirectory();
    }

    @Test
    void anArchiveHoldsTheFilesOfTheVersionAsTheyAreStored() throws IOException {
        Map<String, byte[]> files = Archives.files(archive);

        assertThat(files.keySet())
                .containsExactly("model.json", "weights.safetensors", "history.jsonl", "manifest.json");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(directory.resolve("models/cats/1").resolve(file.getKey()))
                    .hasBinaryContent(file.getValue());
        }
    }

    @Test
    void theSameVersionGivesTheSameBytes() throws IOException {
        assertThat(export(CATS)).isEqualTo(archive);
    }

    @Test
    void whatGoesOutComesBackAsANewVersion() throws IOException {
        assertThat(importAs("dogs", archive)).hasToString("dogs:1");
        assertThat(importAs(null, archive)).hasToString("cats:2");

        for (String file : List.of("weights.safetensors", "history.jsonl")) {
            assertThat(directory.resolve("models/dogs/1").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("models/cats/1").resolve(file));
        }
        var manifest = repository.load(ModelReference.parse("dogs")).manifest();
        assertThat(manifest.createdAt()).isEqualTo(NOW);
        assertThat(manifest.training()).isEqualTo(repository.manifest(CATS).training());
        assertThat(directory.resolve("imports")).isEmptyDirectory();
    }

    @Test
    void anArchiveWithTheHashesOfACorpusKeepsThem() throws IOException {
        var hashes = new ByteArrayOutputStream();
        dev.charloom.sampling.Novelty.of(
                        dev.charloom.text.Corpus.of("ab\nba\n", dev.charloom.text.Vocabulary.of('\n', 'a', 'b')),
                        dev.charloom.text.TextMode.LINES)
                .writeTo(hashes);
        repository.publish(
                StoredModels.manifest("cats"),
                StoredModels.random(StoredModels.SHAPE, 1),
                List.of(),
                out -> out.write(hashes.toByteArray()));

        importAs("dogs", export(ModelReference.parse("cats:2")));

        assertThat(repository.novelty(ModelReference.parse("dogs:1"))).contains(hashes.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "weights.safetensors", "history.jsonl", "manifest.json"})
    void aFlippedBitAnywhereInAFileIsRejected(String name) {
        byte[] good = Archives.files(archive).get(name);
        for (int place = 0; place < good.length; place += Math.max(1, good.length / 50)) {
            byte[] bad = good.clone();
            bad[place] ^= 1;
            assertRejected(with(name, bad));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "weights.safetensors", "history.jsonl", "manifest.json"})
    void aMissingFileIsRejected(String name) {
        Map<String, byte[]> files = Archives.files(archive);
        files.remove(name);

        assertRejected(Archives.archive(files));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.json",
                "x/../../model.json",
                "/etc/passwd",
                "C:\\model.json",
                "..\\model.json",
                "model.json\0",
                "./model.json",
                ".hidden",
                "current",
                "MODEL.JSON",
                "sub/model.json",
                "weights.safetensors ",
                "model.json/"
            })
    void aFileOfAnotherNameIsRejected(String name) throws IOException {
        Map<String, byte[]> files = Archives.files(archive);
        files.put(name.endsWith("/") ? name + "x" : name, "x".getBytes(UTF_8));

        assertRejected(Archives.archive(files));

        try (var all = Files.walk(directory)) {
            assertThat(all.map(it -> it.getFileName().toString())).doesNotContain("passwd", ".hidden");
        }
    }

    @Test
    void aFileThatComesTwiceIsRejected() {
        // The second name is patched in: no writer of archives would make two of one.
        Map<String, byte[]> files = Archives.files(archive);
        files.put("history.jsonk", files.get("history.jsonl"));
        String bytes = new String(Archives.archive(files), ISO_8859_1);

        assertRejected(bytes.replace("history.jsonk", "history.jsonl").getBytes(ISO_8859_1));
    }

    @Test
    void anArchiveCutAnywhereIsRejected() {
        int table = new String(archive, ISO_8859_1).indexOf("PK\1\2");
        for (int length = 0; length < table; length += 1 + table / 200) {
            assertRejected(Arrays.copyOf(archive, length));
        }
    }

    @Test
    void whateverBytesComeTheyAreRejectedAndNothingElseIsThrown() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            byte[] bad = archive.clone();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                importAs("dogs", bad);
                repository.delete(new ModelName("dogs")); // it was in the table of contents, which nobody reads
            } catch (ImportRejected | ArchiveTooLarge e) {
                assertNothingIsLeft();
            } catch (IOException e) {
                throw new AssertionError("the disk is fine", e);
            }
        }
    }

    @Test
    void aBombIsNotUnpacked() {
        byte[] bomb = with("weights.safetensors", new byte[4 << 20]);

        assertThatExceptionOfType(ArchiveTooLarge.class)
                .isThrownBy(() -> importAs("dogs", bomb))
                .withMessageContaining("50 times")
                .satisfies(e -> assertThat(e.property()).isEqualTo("charloom.import.ratio"));
        assertNothingIsLeft();
    }

    @Test
    void anArchiveWithTooMuchInItIsNotUnpacked() {
        var small = new CharloomFormat(new ImportLimits(1 << 20, 1024, 1000));

        assertThatExceptionOfType(ArchiveTooLarge.class)
                .isThrownBy(() -> exchange.publish(small, null, new ByteArrayInputStream(archive)))
                .withMessageContaining("1024 bytes");
        var tiny = new CharloomFormat(new ImportLimits(1024, 1 << 20, 1000));
        assertThatExceptionOfType(ArchiveTooLarge.class)
                .isThrownBy(() -> exchange.publish(tiny, null, new ByteArrayInputStream(archive)));
        assertNothingIsLeft();
    }

    @Test
    void aShapeThatAsksForMoreThanTheFileHoldsIsRejectedBeforeAnythingIsAllocated() {
        String model = text("model.json");
        for (String hidden : List.of("100000", "1048576", "2147483647", "-1", "0")) {
            assertRejected(sealed("model.json", model.replace("\"hiddenSize\" : 2", "\"hiddenSize\" : " + hidden)));
        }
        for (String layers : List.of("1000", "2147483647", "0")) {
            assertRejected(sealed("model.json", model.replace("\"layers\" : 1", "\"layers\" : " + layers)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"mode\" : \"lines\"', '\"mode\" : \"poems\"'",
        "'\"mode\" : \"lines\"', '\"mode\" : null'",
        "'97, 10, 128512', '97, 97, 10'",
        "'97, 10, 128512', '97, 10, 55296'",
        "'97, 10, 128512', '97, 10'",
        "'\"cell\" : \"lstm\",', '\"cell\" : \"perceptron\",'",
        "'\"name\" : \"cats\"', '\"name\" : \"../cats\"'",
        "'\"trainLoss\" : 1.25', '\"trainLoss\" : 1e999'",
        "'\"codeVersion\" : \"1.0\"', '\"codeVersion\" : null'",
        "'[ 0, 0, 0 ]', '[ 0, -1, 0 ]'",
        "'[ 0, 0, 0 ]', '[ ]'",
        "'\"formatVersion\" : 1', '\"formatVersion\" : 2'"
    })
    void aDescriptionThatCannotBeTrueIsRejected(String from, String to) {
        String model = text("model.json");
        assertThat(model).contains(from);

        assertRejected(sealed("model.json", model.replace(from, to)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"step\":", "[]", "1", "nonsense", "\n"})
    void aHistoryThatIsNotOneObjectALineIsRejected(String history) {
        assertRejected(sealed("history.jsonl", history));
    }

    @Test
    void aHistoryThatIsNotUtf8IsRejected() {
        assertRejected(sealed("history.jsonl", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsRejected(float number) {
        byte[] weights = Archives.files(archive).get("weights.safetensors");
        ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putFloat(weights.length - 8, number);

        assertRejected(sealed("weights.safetensors", weights));
    }

    @ParameterizedTest
    @CsvSource({"0", "1023"})
    void aWrongLimitIsNamed(long bytes) {
        assertThatThrownBy(() -> new ImportLimits(bytes, 1024, 1))
                .hasMessageContaining("charloom.import.archive-bytes")
                .hasMessageContaining(String.valueOf(bytes));
        assertThatThrownBy(() -> new ImportLimits(1024, bytes, 1)).hasMessageContaining("unpacked-bytes");
        assertThatThrownBy(() -> new ImportLimits(1024, 1024, 0)).hasMessageContaining("ratio");
    }

    private String text(String name) {
        return new String(Archives.files(archive).get(name), UTF_8);
    }

    private byte[] with(String name, byte[] content) {
        Map<String, byte[]> files = Archives.files(archive);
        files.put(name, content);
        return Archives.archive(files);
    }

    private byte[] sealed(String name, String content) {
        return sealed(name, content.getBytes(UTF_8));
    }

    /// The archive with one file changed and a manifest that says so.
    private byte[] sealed(String name, byte[] content) {
        Map<String, byte[]> files = Archives.files(archive);
        assertThat(content).isNotEqualTo(files.put(name, content));
        var sums = new LinkedHashMap<String, String>();
        files.forEach((file, bytes) -> {
            if (!file.equals("manifest.json")) {
                sums.put(file, "{\"size\":%d,\"sha256\":\"%s\"}".formatted(bytes.length, sha256(bytes)));
            }
        });
        var entries = sums.entrySet().stream()
                .map(sum -> "\"" + sum.getKey() + "\":" + sum.getValue())
                .toList();
        String manifest = "{\"formatVersion\":1,\"files\":{" + String.join(",", entries) + "}}";
        files.put("manifest.json", manifest.getBytes(UTF_8));
        return Archives.archive(files);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
