package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What fails its checksum at the start is set aside, and stops nothing else.
class QuarantineTest {

    private static final ModelReference CATS = ModelReference.parse("cats");

    @TempDir
    Path models;

    @BeforeEach
    void publish() {
        var repository = new DirectoryModelRepository(models);
        for (String name : new String[] {"cats", "cats", "dogs"}) {
            repository.publish(
                    StoredModels.manifest(name), StoredModels.random(StoredModels.SHAPE, 1), StoredModels.HISTORY);
        }
    }

    private enum Damage {
        TRUNCATED,
        ZEROED,
        FLIPPED,
        MISSING
    }

    private static void damage(Path file, Damage how) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (how) {
            case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
            case ZEROED -> Files.write(file, new byte[bytes.length]);
            case FLIPPED -> {
                bytes[bytes.length / 3] ^= 4;
                Files.write(file, bytes);
            }
            case MISSING -> Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model.json, TRUNCATED",
        "model.json, ZEROED",
        "model.json, FLIPPED",
        "model.json, MISSING",
        "weights.safetensors, TRUNCATED",
        "weights.safetensors, ZEROED",
        "weights.safetensors, FLIPPED",
        "weights.safetensors, MISSING",
        "history.jsonl, TRUNCATED",
        "history.jsonl, ZEROED",
        "history.jsonl, FLIPPED",
        "history.jsonl, MISSING",
        "manifest.json, TRUNCATED",
        "manifest.json, ZEROED",
        "manifest.json, FLIPPED",
        "manifest.json, MISSING"
    })
    void aDamagedVersionIsSetAsideAndEverythingElseServed(String file, Damage how) throws IOException {
        damage(models.resolve("cats/2").resolve(file), how);

        var repository = new DirectoryModelRepository(models);

        assertThat(repository.quarantined()).containsExactly("cats/quarantine/2");
        assertThat(repository.versions(CATS.name())).containsExactly(1);
        assertThat(repository.load(CATS).manifest().version()).isEqualTo(1);
        assertThat(repository.load(ModelReference.parse("dogs")).manifest().version())
                .isEqualTo(1);
        assertThatExceptionOfType(ModelNotFound.class)
                .isThrownBy(() -> repository.load(ModelReference.parse("cats:2")));
    }

    @Test
    void aDamagedPointerServesTheNewestVersion() throws IOException {
        damage(models.resolve("cats/current"), Damage.ZEROED);

        assertThat(new DirectoryModelRepository(models).resolve(CATS)).hasToString("cats:2");
    }

    @Test
    void theNumberOfAVersionThatWasSetAsideIsNotGivenAgain() throws IOException {
        damage(models.resolve("cats/2/weights.safetensors"), Damage.FLIPPED);
        var repository = new DirectoryModelRepository(models);

        int version = repository.publish(
                StoredModels.manifest("cats"), StoredModels.random(StoredModels.SHAPE, 1), List.of());

        assertThat(version).isEqualTo(3);
    }

    @Test
    void aVersionOfALaterProgramIsLeftWhereItIs() throws IOException {
        Path manifest = models.resolve("cats/2/manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));

        var repository = new DirectoryModelRepository(models);

        assertThat(repository.quarantined()).isEmpty();
        assertThat(models.resolve("cats/2")).isDirectory();
        assertThat(repository.resolve(CATS)).hasToString("cats:1");
    }

    @Test
    void aModelThatIsNamedAsQuarantinesAreIsNotTakenForOne() throws IOException {
        for (int version = 1; version <= 2; version++) {
            new DirectoryModelRepository(models)
                    .publish(
                            StoredModels.manifest("quarantine"),
                            StoredModels.random(StoredModels.SHAPE, 1),
                            StoredModels.HISTORY);
        }
        assertThat(new DirectoryModelRepository(models).quarantined()).isEmpty();

        damage(models.resolve("quarantine/2/weights.safetensors"), Damage.FLIPPED);

        assertThat(new DirectoryModelRepository(models).quarantined()).containsExactly("quarantine/quarantine/2");
    }

    @Test
    void soundModelsAreNotTouched() {
        assertThat(new DirectoryModelRepository(models).quarantined()).isEmpty();
        assertThat(models.resolve("cats/quarantine")).doesNotExist();
    }
}
