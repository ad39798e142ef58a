package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionFilesTest {

    private static final ModelReference REFERENCE = ModelReference.parse("m:1");
    private static final byte[] NOVELTY = {3, 1, 4};

    @TempDir
    Path directory;

    private VersionFiles files;

    @BeforeEach
    void writeAVersion() throws IOException {
        files = new VersionFiles(directory);
        files.write(
                StoredModels.manifest("m").published(1),
                StoredModels.random(StoredModels.SHAPE, 1),
                StoredModels.HISTORY,
                out -> out.write(NOVELTY));
    }

    @Test
    void aManifestComesBackAsItWas() throws IOException {
        assertThat(files.readManifest(REFERENCE))
                .usingRecursiveComparison()
                .isEqualTo(StoredModels.manifest("m").published(1));
    }

    @Test
    void whatIsKnownOfTheCorpusComesBackUnlessItIsDamaged() throws IOException {
        assertThat(files.readNovelty(REFERENCE)).hasValue(NOVELTY);

        Files.write(directory.resolve(VersionFiles.NOVELTY), new byte[] {3, 1, 5});

        assertThatThrownBy(() -> files.readNovelty(REFERENCE)).isInstanceOf(ModelDamaged.class);
        assertThatThrownBy(() -> files.read(REFERENCE)).isInstanceOf(ModelDamaged.class);
    }

    @ParameterizedTest
    @EnumSource
    void everyCellAndEveryKindOfCharacterComesBack(CellKind cell) throws IOException {
        int[] vocabulary = {0, '\n', '"', '\\', 0x7F, 0xE9, 0x2028, 0xFEFF, 0xFFFF, 0x1F600, 0x10FFFF};
        var shape = new ModelShape(vocabulary.length, cell, 2, 1, 0);
        ModelManifest manifest = StoredModels.manifest("m", shape, StoredModels.CREATED, vocabulary)
                .published(1);
        Files.delete(directory.resolve(VersionFiles.NOVELTY));
        files.write(manifest, StoredModels.random(shape, 1), List.of(), null);
        assertThat(files.readNovelty(REFERENCE)).isEmpty();

        StoredModel read = files.read(REFERENCE);

        assertThat(read.manifest()).usingRecursiveComparison().isEqualTo(manifest);
        assertThat(read.parameters().shape()).isEqualTo(shape);
    }

    @Test
    void theHistoryComesBackLineByLine() throws IOException {
        assertThat(files.readHistory(REFERENCE)).isEqualTo(StoredModels.HISTORY);
    }

    @Test
    void theChecksumsAreThoseOfTheFiles() throws IOException {
        String manifest = Files.readString(directory.resolve(VersionFiles.MANIFEST));

        for (String name :
                List.of(VersionFiles.MODEL, VersionFiles.WEIGHTS, VersionFiles.HISTORY, VersionFiles.NOVELTY)) {
            byte[] bytes = Files.readAllBytes(directory.resolve(name));
            assertThat(manifest).contains(sha256(bytes)).contains("\"size\" : " + bytes.length);
        }
    }

    static Stream<String> names() {
        return Stream.of(
                VersionFiles.MODEL,
                VersionFiles.WEIGHTS,
                VersionFiles.HISTORY,
                VersionFiles.NOVELTY,
                VersionFiles.MANIFEST);
    }

    @ParameterizedTest
    @MethodSource("names")
    void oneWrongBitAnywhereIsDamage(String name) throws IOException {
        Path file = directory.resolve(name);
        byte[] good = Files.readAllBytes(file);
        int stride = Math.max(1, good.length / 40);
        for (int at = 0; at < good.length; at += stride) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            Files.write(file, bad);
            assertDamaged(at);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFileThatWasCutOrIsMissingIsDamage(String name) throws IOException {
        Path file = directory.resolve(name);
        byte[] good = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, good.length / 2, good.length - 1}) {
            Files.write(file, Arrays.copyOf(good, length));
            assertDamaged(length);
        }
        Files.delete(file);
        assertDamaged(-1);
        Files.createDirectory(file);
        assertDamaged(-2);
    }

    private void assertDamaged(int detail) {
        assertThatExceptionOfType(ModelDamaged.class)
                .as("at %d", detail)
                .isThrownBy(() -> files.read(REFERENCE))
                .satisfies(e -> assertThat(e.reference()).isEqualTo(REFERENCE))
                .satisfies(e -> assertThat(names()).contains(e.file()));
    }

    @Test
    void whatALaterProgramAddsIsPassedOver() throws IOException {
        rewriteModel(json -> json.replaceFirst("\\{", "{\"novelty\": {\"a\": [1]}, ")
                .replace("\"layers\" :", "\"dropout\" : 0.5, \"layers\" :"));

        assertThat(files.read(REFERENCE).manifest())
                .usingRecursiveComparison()
                .isEqualTo(StoredModels.manifest("m").published(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "99999999999", "null", "\"one\""})
    void anotherFormatIsNotRead(String version) throws IOException {
        rewriteModel(json -> json.replace("\"formatVersion\" : 1", "\"formatVersion\" : " + version));

        assertThatExceptionOfType(ModelDamaged.class)
                .isThrownBy(() -> files.readManifest(REFERENCE))
                .withMessageContaining("unknown format");
    }

    @Test
    void anotherFormatIsNamedEvenIfNothingElseIsKnownOfIt() throws IOException {
        rewriteModel(json -> "{\"formatVersion\": 2}");

        assertThatExceptionOfType(ModelDamaged.class)
                .isThrownBy(() -> files.readManifest(REFERENCE))
                .withMessageContaining("unknown format 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"formatVersion\": 1}",
                "1",
                "\"\"",
                "{\"formatVersion\": 1, \"name\": \"../x\"}"
            })
    void aManifestThatIsNoneIsDamageEvenIfItsChecksumIsRight(String content) throws IOException {
        rewriteModel(json -> content);

        assertDamaged(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"formatVersion\": 1}",
                "{\"formatVersion\": 1, \"files\": {\"model.json\": null}}"
            })
    void checksumsThatAreNoneAreDamage(String content) throws IOException {
        Files.writeString(directory.resolve(VersionFiles.MANIFEST), content);

        assertDamaged(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"cell\" : \"mlp\"", "\"cell\" : null", "\"cell\" : \"rnn\""})
    void aCellThatTheWeightsAreNotOfIsDamage(String cell) throws IOException {
        rewriteModel(json -> json.replace("\"cell\" : \"lstm\",\n    \"gruReset\"", cell + ",\n    \"gruReset\""));

        assertDamaged(0);
    }

    @Test
    void aVocabularyOfAnotherSizeThanTheNetworksIsDamage() throws IOException {
        rewriteModel(json -> json.replace("[ 97, 10, 128512 ]", "[ 97, 10 ]"));

        assertDamaged(0);
    }

    /// Changes `model.json` and writes the checksum that it has then.
    private void rewriteModel(UnaryOperator<String> change) throws IOException {
        Path model = directory.resolve(VersionFiles.MODEL);
        byte[] before = Files.readAllBytes(model);
        String changed = change.apply(Files.readString(model));
        Files.writeString(model, changed);
        byte[] after = Files.readAllBytes(model);
        assertThat(after).isNotEqualTo(before);
        Path manifest = directory.resolve(VersionFiles.MANIFEST);
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(sha256(before), sha256(after))
                        .replace("\"size\" : " + before.length, "\"size\" : " + after.length));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
