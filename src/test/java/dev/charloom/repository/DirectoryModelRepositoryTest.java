package dev.charloom.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.engine.Parameters;
import dev.charloom.storage.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryModelRepositoryTest {

    private static final String UNIQUE = "0123abcd-0000-4000-8000-0123456789ab";
    private static final ModelName CATS = new ModelName("cats");
    private static final ModelName DOGS = new ModelName("dogs");

    @TempDir
    Path directory;

    private Path models;
    private DirectoryModelRepository repository;

    @BeforeEach
    void open() {
        models = directory.resolve("data/models");
        repository = new DirectoryModelRepository(models);
    }

    private int publish(ModelName name) {
        return publish(repository, name, 1);
    }

    private static int publish(ModelRepository repository, ModelName name, long seed) {
        return repository.publish(
                StoredModels.manifest(name.value()),
                StoredModels.random(StoredModels.SHAPE, seed),
                StoredModels.HISTORY);
    }

    private static ModelReference reference(String text) {
        return ModelReference.parse(text);
    }

    private List<String> served() {
        return repository.models().stream().map(m -> m.reference().toString()).toList();
    }

    @Test
    void aModelIsNotTakenForMissingWhereTooManyFilesAreOpen() {
        publish(CATS);
        var disk = new FaultyDisk();
        var onDisk = new DirectoryModelRepository(disk.on(models));
        disk.runOutOfFiles(true);

        assertThatExceptionOfType(StorageFailed.class).isThrownBy(() -> onDisk.resolve(reference("cats")));
        assertThatExceptionOfType(StorageFailed.class).isThrownBy(onDisk::models);

        disk.runOutOfFiles(false);
        assertThat(onDisk.resolve(reference("cats"))).hasToString("cats:1");
    }

    @Test
    void whatIsPublishedIsRead() {
        Parameters weights = StoredModels.random(StoredModels.SHAPE, 9);

        int version = repository.publish(StoredModels.manifest("cats"), weights, StoredModels.HISTORY);

        assertThat(version).isEqualTo(1);
        StoredModel read = repository.load(reference("cats"));
        assertThat(read.manifest())
                .usingRecursiveComparison()
                .isEqualTo(StoredModels.manifest("cats").published(1));
        assertThat(read.parameters().layer(0).W().data)
                .isEqualTo(weights.layer(0).W().data);
        assertThat(repository.history(reference("cats:1"))).isEqualTo(StoredModels.HISTORY);
    }

    @Test
    void aModelPublishedTwiceIsServedInItsSecondVersionAndTheFirstIsKept() {
        publish(repository, CATS, 1);
        publish(repository, CATS, 2);

        assertThat(repository.versions(CATS)).containsExactly(1, 2);
        assertThat(repository.resolve(reference("cats"))).isEqualTo(reference("cats:2"));
        assertThat(served()).containsExactly("cats:2");
        assertThat(repository.load(reference("cats:1")).parameters().outputBias().data)
                .isEqualTo(StoredModels.random(StoredModels.SHAPE, 1).outputBias().data);
    }

    @Test
    void anOlderVersionMayBeMadeCurrentAndStaysSoAfterARestart() {
        publish(CATS);
        publish(CATS);

        repository.makeCurrent(CATS, 1);
        repository = new DirectoryModelRepository(models);

        assertThat(repository.resolve(reference("cats"))).isEqualTo(reference("cats:1"));
        assertThat(served()).containsExactly("cats:1");
        assertThat(publish(CATS)).isEqualTo(3);
        assertThat(served()).containsExactly("cats:3");
    }

    @Test
    void modelsAreListedByName() {
        publish(DOGS);
        publish(new ModelName("Ants"));
        publish(CATS);

        assertThat(served()).containsExactly("Ants:1", "cats:1", "dogs:1");
    }

    @Test
    void withoutANameTheModelTrainedLastIsMeant() {
        Instant later = StoredModels.CREATED.plusSeconds(1);
        var newer = StoredModels.manifest("cats", StoredModels.SHAPE, later, 1, 2, 3);
        repository.publish(newer, StoredModels.random(StoredModels.SHAPE, 1), List.of());
        publish(DOGS);

        assertThat(repository.resolve(null)).isEqualTo(reference("cats:1"));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertThat(repository.versions(CATS)).isEmpty();
        assertNotFound("", () -> repository.resolve(null));
        assertNotFound("cats", () -> repository.resolve(reference("cats")));
        assertNotFound("cats", () -> repository.load(reference("cats")));
        publish(CATS);
        assertNotFound("cats:2", () -> repository.resolve(reference("cats:2")));
        assertNotFound("cats:2", () -> repository.load(reference("cats:2")));
        assertNotFound("cats:2", () -> repository.manifest(reference("cats:2")));
        assertNotFound("cats:2", () -> repository.history(reference("cats:2")));
        assertNotFound("cats:2", () -> repository.makeCurrent(CATS, 2));
        assertNotFound("dogs", () -> repository.delete(DOGS));
        assertThat(served()).containsExactly("cats:1");
        assertThat(repository.damaged()).isEmpty();
    }

    private static void assertNotFound(String what, ThrowingCallable call) {
        assertThatExceptionOfType(ModelNotFound.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reference()).isEqualTo(what));
    }

    @Test
    void aDeletedModelIsGoneWithAllItsVersionsAndItsNameIsFree() throws IOException {
        publish(CATS);
        publish(CATS);
        publish(DOGS);

        repository.delete(CATS);

        assertThat(served()).containsExactly("dogs:1");
        assertThat(names(models)).containsExactly("dogs");
        assertThat(publish(CATS)).isEqualTo(1);
    }

    @Test
    void aModelThatIsDeletedAgainAndAgainWhileAVersionIsPublishedIsMadeAnew() throws IOException {
        publish(CATS);
        var deletes = new AtomicInteger();

        int version = repository.publish(
                StoredModels.manifest("cats"),
                StoredModels.random(StoredModels.SHAPE, 2),
                StoredModels.HISTORY,
                out -> {
                    out.write(1);
                    if (deletes.getAndIncrement() < 10) {
                        repository.delete(CATS);
                    }
                });

        assertThat(version).isEqualTo(1);
        assertThat(deletes).hasValue(11);
        assertThat(repository.load(reference("cats")).parameters().outputBias().data)
                .isEqualTo(StoredModels.random(StoredModels.SHAPE, 2).outputBias().data);
        assertThat(names(models)).containsExactly("cats");
        assertThat(names(models.resolve("cats"))).containsExactly("1", "current");
    }

    @Test
    void aModelThatAnotherProcessHasPublishedAnewIsTheNewOne() {
        publish(CATS);
        Instant before = repository.manifest(reference("cats:1")).createdAt();
        var other = new DirectoryModelRepository(models);

        other.delete(CATS);
        other.publish(
                StoredModels.manifest("cats", StoredModels.SHAPE, before.plusSeconds(1), 'a', '\n', 0x1F600),
                StoredModels.random(StoredModels.SHAPE, 2),
                StoredModels.HISTORY);

        assertThat(repository.manifest(reference("cats:1")).createdAt()).isEqualTo(before.plusSeconds(1));
    }

    @Test
    void aManifestThatWasReadBeforeAndIsDamagedSinceIsNotServed() throws IOException {
        publish(CATS);
        repository.manifest(reference("cats:1"));
        Path file = models.resolve("cats/1").resolve(VersionFiles.MODEL);

        Files.writeString(file, Files.readString(file) + " ");

        assertThatExceptionOfType(ModelDamaged.class).isThrownBy(() -> repository.manifest(reference("cats:1")));
    }

    @Test
    void otherFilesAndDirectoriesHinderNothingAndStayAsTheyAre() throws IOException {
        publish(CATS);
        for (String junk : List.of("empty", ".git/objects", "lost+found", "notes/1x", "cats/02", "cats/0")) {
            Files.createDirectories(models.resolve(junk));
        }
        for (String junk : List.of("README.md", "3", ".DS_Store", "cats/2", "cats/notes.txt", "cats/.hidden")) {
            Files.writeString(models.resolve(junk), "junk");
        }
        List<String> before = tree();

        repository = new DirectoryModelRepository(models);

        assertThat(served()).containsExactly("cats:1");
        assertThat(repository.versions(CATS)).containsExactly(1);
        assertThat(repository.resolve(null)).isEqualTo(reference("cats:1"));
        assertNotFound("empty", () -> repository.resolve(reference("empty")));
        assertThat(tree()).isEqualTo(before);
        assertThat(publish(CATS)).as("the next free name").isEqualTo(3);
        assertThat(tree()).containsAll(before);
    }

    @Test
    void aPointerThatPointsNowhereIsAsNone() throws IOException {
        publish(CATS);
        publish(CATS);
        for (byte[] content : List.of(new byte[0], "7".getBytes(), "../dogs".getBytes(), new byte[] {(byte) 0xFF})) {
            Files.write(models.resolve("cats/current"), content);

            assertThat(repository.resolve(reference("cats"))).isEqualTo(reference("cats:2"));
        }
        Files.delete(models.resolve("cats/current"));
        assertThat(served()).containsExactly("cats:2");
    }

    @Test
    void aRenamedDirectoryIsTheModelOfItsNewName() throws IOException {
        publish(CATS);
        Files.move(models.resolve("cats"), models.resolve("tigers"));

        assertThat(served()).containsExactly("tigers:1");
        assertThat(repository.load(repository.resolve(null)).manifest().name()).hasToString("tigers");
    }

    @Test
    void repositoriesThatPublishAtTheSameTimeIntoOneDirectoryTakeDifferentVersions() throws Exception {
        int publishers = 4;
        int each = 3;
        var start = new CyclicBarrier(publishers);
        try (var pool = Executors.newFixedThreadPool(publishers)) {
            Callable<List<Integer>> publishing = () -> {
                start.await();
                var mine = new DirectoryModelRepository(models);
                return IntStream.range(0, each)
                        .mapToObj(i -> publish(mine, CATS, i))
                        .toList();
            };
            var versions = new ArrayList<Integer>();
            for (Future<List<Integer>> published : pool.invokeAll(Collections.nCopies(publishers, publishing))) {
                versions.addAll(published.get());
            }
            Integer[] all = IntStream.rangeClosed(1, publishers * each).boxed().toArray(Integer[]::new);
            assertThat(versions).containsExactlyInAnyOrder(all);
            assertThat(repository.versions(CATS)).containsExactly(all);
        }
        repository.versions(CATS).forEach(v -> repository.load(new ModelReference(CATS, v)));
        assertThat(names(models.resolve("cats"))).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void whatACrashLeftIsSweptWhenTheDirectoryIsOpened() throws IOException {
        publish(CATS);
        Files.createDirectories(models.resolve("cats/.staging-" + UNIQUE + "/half"));
        Files.createFile(models.resolve("cats/.staging-" + UNIQUE + ".lock"));
        Files.createFile(models.resolve("cats/.current-" + UNIQUE + ".tmp"));
        Files.createDirectories(models.resolve(".deleted-" + UNIQUE + "/1"));

        repository = new DirectoryModelRepository(models);

        assertThat(names(models)).containsExactly("cats");
        assertThat(names(models.resolve("cats"))).containsExactly("1", "current");
        assertThat(served()).containsExactly("cats:1");
    }

    private List<String> tree() throws IOException {
        try (var paths = Files.walk(models)) {
            return paths.map(Path::toString).sorted().toList();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
