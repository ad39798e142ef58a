package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.storage.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whichever write, force or rename fails: what was there is served, what failed is said, and when the fault goes
/// everything works again.
class FaultyDiskTest {

    private static final int MORE_CHANGES_THAN_THERE_ARE = 1000;
    private static final ModelReference CATS = ModelReference.parse("cats");

    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk();

    private static int publish(ModelRepository repository) {
        return repository.publish(
                StoredModels.manifest("cats"), StoredModels.random(StoredModels.SHAPE, 1), StoredModels.HISTORY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publishingFailsAsAWholeAndWorksAgain(boolean stays) throws IOException {
        for (int n = 1; ; n++) {
            Path models = directory.resolve(String.valueOf(n));
            var repository = new DirectoryModelRepository(disk.on(models));
            assertThat(publish(repository)).isEqualTo(1);
            disk.failAt(n, stays);
            boolean acknowledged = isAcknowledged(() -> publish(repository));
            boolean failed = disk.heal();

            assertThat(acknowledged || failed).isTrue();
            assertIntact(repository, models, acknowledged ? List.of(2) : List.of(1, 2));
            assertThat(publish(repository)).isGreaterThanOrEqualTo(2);
            assertThat(repository.damaged()).isEmpty();
            if (!failed) {
                assertThat(n).isBetween(20, MORE_CHANGES_THAN_THERE_ARE);
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deletingFailsAsAWholeAndWorksAgain(boolean stays) throws IOException {
        for (int n = 1; ; n++) {
            Path models = directory.resolve(String.valueOf(n));
            var repository = new DirectoryModelRepository(disk.on(models));
            publish(repository);
            disk.failAt(n, stays);
            boolean acknowledged = isAcknowledged(() -> repository.delete(CATS.name()));
            boolean failed = disk.heal();

            if (acknowledged) {
                assertThat(repository.versions(CATS.name())).isEmpty();
            } else if (!repository.versions(CATS.name()).isEmpty()) {
                assertThat(repository.load(CATS).manifest().version()).isEqualTo(1);
            }
            assertNothingHidden(models);
            publish(repository);
            repository.delete(CATS.name());
            if (!failed) {
                assertThat(n).isBetween(5, MORE_CHANGES_THAN_THERE_ARE);
                return;
            }
        }
    }

    private static boolean isAcknowledged(Runnable change) {
        try {
            change.run();
            return true;
        } catch (StorageFailed e) {
            assertThat(e).hasMessageContaining("cats");
            return false;
        }
    }

    /// @param served the versions of which one has to be served
    private void assertIntact(DirectoryModelRepository repository, Path models, List<Integer> served)
            throws IOException {
        assertThat(repository.load(CATS).manifest().version()).isIn(served);
        assertNothingHidden(models);
        var reopened = new DirectoryModelRepository(models);
        assertThat(reopened.load(CATS).manifest().version()).isIn(served);
        assertThat(reopened.quarantined()).isEmpty();
    }

    /// After a start, which sweeps.
    private void assertNothingHidden(Path models) throws IOException {
        var unused = new DirectoryModelRepository(models);
        try (Stream<Path> all = Files.walk(models)) {
            assertThat(all.map(it -> it.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }
}
