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
import org.junit.jupiter.params.provider.ValueSource;

/// A version that is not what was published is not served, is reported, and hinders nothing else.
class DamagedModelsTest {

    private static final ModelReference FIRST = ModelReference.parse("cats:1");
    private static final ModelReference SECOND = ModelReference.parse("cats:2");
    private static final ModelReference ANY = ModelReference.parse("cats");

    @TempDir
    Path models;

    private DirectoryModelRepository repository;

    @BeforeEach
    void publishTwoVersionsAndAnotherModel() {
        repository = new DirectoryModelRepository(models);
        for (String name : new String[] {"cats", "cats", "dogs"}) {
            repository.publish(
                    StoredModels.manifest(name), StoredModels.random(StoredModels.SHAPE, 1), StoredModels.HISTORY);
        }
    }

    private Path file(int version, String name) {
        return models.resolve("cats/" + version).resolve(name);
    }

    private byte[] flip(Path file) throws IOException {
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(file, bad);
        return good;
    }

    private void assertDamaged(ModelReference reference, String file) {
        assertThatExceptionOfType(ModelDamaged.class)
                .isThrownBy(() -> repository.load(reference))
                .satisfies(e -> assertThat(e.reference()).isEqualTo(reference))
                .satisfies(e -> assertThat(e.file()).isEqualTo(file));
    }

    private void assertOnlyTheOthersAreServed() {
        assertThat(repository.damaged()).containsOnlyKeys(SECOND);
        assertThat(repository.models())
                .extracting(m -> m.reference().toString())
                .containsExactly("cats:1", "dogs:1");
        assertThat(repository.resolve(ANY)).isEqualTo(FIRST);
        assertThat(repository.load(ANY).manifest().reference()).isEqualTo(FIRST);
        assertThat(repository.versions(ANY.name())).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {VersionFiles.MODEL, VersionFiles.WEIGHTS, VersionFiles.HISTORY, VersionFiles.MANIFEST})
    void aWrongBitTakesAVersionOutOfServiceAndAnOlderOneStepsIn(String name) throws IOException {
        Path file = file(2, name);
        flip(file);

        assertThatExceptionOfType(ModelDamaged.class).isThrownBy(() -> repository.load(SECOND));

        assertOnlyTheOthersAreServed();
        assertThat(repository.damaged().get(SECOND)).startsWith("model cats:2 is damaged: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {VersionFiles.MODEL, VersionFiles.WEIGHTS, VersionFiles.HISTORY, VersionFiles.MANIFEST})
    void aFileThatWasCutTakesAVersionOutOfServiceAndAnOlderOneStepsIn(String name) throws IOException {
        Path file = file(2, name);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, good.length - 1));

        assertDamaged(SECOND, name);

        assertOnlyTheOthersAreServed();
    }

    @Test
    void aDamagedDescriptionIsNoticedWithoutAnyoneLoadingTheModel() throws IOException {
        flip(file(2, VersionFiles.MODEL));

        assertThat(repository.resolve(ANY)).isEqualTo(FIRST);
        assertThat(repository.damaged()).containsOnlyKeys(SECOND);
    }

    @Test
    void damageToAnOldVersionDoesNotTouchTheCurrentOne() throws IOException {
        flip(file(1, VersionFiles.WEIGHTS));

        assertDamaged(FIRST, VersionFiles.WEIGHTS);

        assertThat(repository.resolve(ANY)).isEqualTo(SECOND);
        assertThat(repository.damaged()).containsOnlyKeys(FIRST);
    }

    @Test
    void aModelOfWhichNothingIsIntactIsDamagedNotMissing() throws IOException {
        flip(file(1, VersionFiles.MODEL));
        flip(file(2, VersionFiles.MODEL));

        assertThat(repository.resolve(ANY)).isEqualTo(SECOND);
        assertDamaged(SECOND, VersionFiles.MODEL);
        assertThat(repository.models()).extracting(m -> m.name().value()).containsExactly("dogs");
        assertThat(repository.resolve(null)).isEqualTo(ModelReference.parse("dogs:1"));
        assertThat(repository.damaged()).containsOnlyKeys(FIRST, SECOND);
    }

    @Test
    void aVersionThatWasRepairedIsServedAgain() throws IOException {
        Path weights = file(2, VersionFiles.WEIGHTS);
        byte[] good = flip(weights);
        assertDamaged(SECOND, VersionFiles.WEIGHTS);
        Files.write(weights, good);

        repository.load(SECOND);

        assertThat(repository.damaged()).isEmpty();
        assertThat(repository.resolve(ANY)).isEqualTo(SECOND);
    }

    @Test
    void aNewVersionOfADamagedModelIsServed() throws IOException {
        flip(file(2, VersionFiles.WEIGHTS));
        assertDamaged(SECOND, VersionFiles.WEIGHTS);

        repository.publish(StoredModels.manifest("cats"), StoredModels.random(StoredModels.SHAPE, 1), List.of());

        assertThat(repository.load(ANY).manifest().version()).isEqualTo(3);
        assertThat(repository.history(ANY)).isEmpty();
    }

    @Test
    void aDamagedModelThatIsDeletedIsNoLongerReported() throws IOException {
        flip(file(2, VersionFiles.WEIGHTS));
        assertDamaged(SECOND, VersionFiles.WEIGHTS);

        repository.delete(ANY.name());

        assertThat(repository.damaged()).isEmpty();
    }
}
