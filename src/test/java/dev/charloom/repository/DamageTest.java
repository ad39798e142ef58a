package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.RunningService;
import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files of models that are cut off, zeroed, missing, or wrong in one bit: each is noticed, set aside and told of, and
/// everything else is served.
class DamageTest {

    private static final List<String> FILES = List.of(
            VersionFiles.MODEL,
            VersionFiles.WEIGHTS,
            VersionFiles.HISTORY,
            VersionFiles.NOVELTY,
            VersionFiles.MANIFEST);
    private static final int BITS = 8;

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    Path directory;

    private Path models;

    /// Something that befalls a file.
    private record Damage(String name, Change change) {

        interface Change {
            /// @return what the file holds then; null if it is gone
            byte[] of(byte[] bytes);
        }
    }

    @BeforeEach
    void publishSoundModels() {
        models = directory.resolve("models");
        publish("sound");
    }

    private void publish(String name) {
        new DirectoryModelRepository(models)
                .publish(
                        StoredModels.manifest(name),
                        StoredModels.random(StoredModels.SHAPE, 1),
                        StoredModels.HISTORY,
                        out -> out.write(new byte[] {0, 0, 0, 0, 1, 2, 3, 4, 5}));
    }

    private List<Damage> damages() {
        var damages = new ArrayList<>(List.of(
                new Damage("empty", bytes -> new byte[0]),
                new Damage("halved", bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
                new Damage("shorter", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                new Damage("longer", bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
                new Damage("zeroed", bytes -> new byte[bytes.length]),
                new Damage(
                        "zeroed-at-the-end",
                        bytes -> Arrays.copyOf(
                                Arrays.copyOf(bytes, bytes.length - Math.min(bytes.length, 4)), bytes.length)),
                new Damage("missing", bytes -> null)));
        for (int i = 0; i < BITS; i++) {
            damages.add(new Damage("bit-" + i, this::withAWrongBit));
        }
        return damages;
    }

    private byte[] withAWrongBit(byte[] bytes) {
        byte[] wrong = bytes.clone();
        wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
        return wrong;
    }

    private static void change(Path file, Damage damage) throws IOException {
        byte[] changed = damage.change().of(Files.readAllBytes(file));
        if (changed == null) {
            Files.delete(file);
        } else {
            Files.write(file, changed);
        }
    }

    /// A model for each file and each damage, beside a sound one and the one that the service is delivered with.
    @Test
    void aServiceSetsAsideWhatIsDamagedSaysSoAndServesEverythingElse() throws IOException {
        RunningService.copyDinosaurs(directory);
        var damaged = new TreeSet<String>();
        for (String file : FILES) {
            for (Damage damage : damages()) {
                String name = file.replaceAll("[.].*", "") + "-" + damage.name();
                publish(name);
                change(models.resolve(name + "/1/" + file), damage);
                damaged.add(name);
            }
        }

        try (var service = RunningService.start(directory)) {
            HttpCalls http = service.http();
            assertThat(quarantine(http))
                    .containsExactlyInAnyOrderElementsOf(damaged.stream()
                            .map(name -> "models/" + name + "/quarantine/1")
                            .toList());
            assertThat(served(http)).containsExactlyInAnyOrder("dinosaurs", "sound");
            for (String name : damaged) {
                http.get("/models/" + name).isProblem(404);
                http.get("/sample?model=" + name).isProblem(404);
            }
            http.get("/sample?model=sound&maxLength=5").isStatus(200);
            http.get("/sample?model=dinosaurs").isStatus(200);
        }
    }

    private static List<String> quarantine(HttpCalls http) {
        JsonNode told =
                http.get("/actuator/health/readiness").isStatus(200).json().at("/components/models/details/quarantine");
        return told.valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> served(HttpCalls http) {
        return http.get("/models")
                .isStatus(200)
                .json()
                .path("models")
                .valueStream()
                .map(model -> model.path("name").asString())
                .toList();
    }

    /// Of every byte of every file, one bit.
    @ParameterizedTest
    @ValueSource(
            strings = {
                VersionFiles.MODEL,
                VersionFiles.WEIGHTS,
                VersionFiles.HISTORY,
                VersionFiles.NOVELTY,
                VersionFiles.MANIFEST
            })
    void aVersionWithAWrongBitAnywhereIsNotServed(String name) throws IOException {
        var repository = new DirectoryModelRepository(models);
        var reference = ModelReference.parse("sound:1");
        Path file = models.resolve("sound/1").resolve(name);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertThat(isRefused(repository, reference))
                    .as("a wrong bit in byte " + at)
                    .isTrue();
        }
        Files.write(file, good);

        assertThat(repository.load(reference).manifest().reference()).isEqualTo(reference);
    }

    private static boolean isRefused(DirectoryModelRepository repository, ModelReference reference) {
        try {
            repository.load(reference);
            return false;
        } catch (ModelDamaged e) {
            return true;
        }
    }

    /// Damage that comes while the service runs: what is in memory already goes on, what is read anew is refused.
    @Test
    void whatIsDamagedWhileTheServiceRunsIsRefusedAndToldOf() throws IOException {
        RunningService.copyDinosaurs(directory);
        publish("other");
        try (var service = RunningService.start(directory)) {
            HttpCalls http = service.http();
            for (String file : FILES) {
                Path path = models.resolve("sound/1").resolve(file);
                byte[] good = Files.readAllBytes(path);
                Files.write(path, withAWrongBit(good));

                http.post("/models/sound/load").isProblem(500);
                assertThat(http.get("/actuator/health/readiness").body()).contains("sound:1");
                http.get("/sample?model=other&maxLength=5").isStatus(200);
                http.get("/sample?model=dinosaurs").isStatus(200);

                Files.write(path, good);
                http.post("/models/sound/load").isStatus(200);
                http.post("/models/sound/unload").isStatus(200);
            }
        }
    }
}
