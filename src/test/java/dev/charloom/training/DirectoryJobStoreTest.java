package dev.charloom.training;

import static dev.charloom.training.JobFixtures.CREATED;
import static dev.charloom.training.JobFixtures.queued;
import static dev.charloom.training.JobFixtures.running;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryJobStoreTest {

    @TempDir
    Path directory;

    private Path jobs;
    private DirectoryJobStore store;

    @BeforeEach
    void open() throws IOException {
        jobs = directory.resolve("data/jobs");
        store = new DirectoryJobStore(jobs);
    }

    @Test
    void jobsComeBackAsTheyWereInTheOrderOfTheirSubmission() throws IOException {
        Job succeeded = running("job00003").succeeded(CREATED.plusSeconds(9), 4, null);
        Job failed = running("job00002").failed(CREATED.plusSeconds(8), "there was \"nothing\"");
        store.save(succeeded);
        store.save(queued("job00001"));
        store.save(failed);

        assertThat(new DirectoryJobStore(jobs).all()).containsExactly(queued("job00001"), failed, succeeded);
    }

    @Test
    void aJobSavedAgainReplacesWhatWasKnown() {
        store.save(queued("job00001"));
        store.save(running("job00001"));

        assertThat(store.all()).containsExactly(running("job00001"));
        assertThat(jobs.toFile().list()).containsExactly("job00001.json");
    }

    @Test
    void aDeletedJobIsForgottenAndOneThatIsNotThereIsNoError() {
        store.save(queued("job00001"));
        store.delete(new JobId("job00001"));
        store.delete(new JobId("job00002"));

        assertThat(store.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"samples\": []}",
                "{\"id\": {\"value\": \"job00009\"}, \"samples\": []}",
                "{\"id\": {\"value\": \"../../x\"}, \"samples\": []}",
                "{\"id\": {\"value\": \"job00009\"}, \"status\": \"DREAMING\"}",
            })
    void aFileThatHoldsNoJobIsSetAsideAndKept(String content) throws IOException {
        store.save(queued("job00001"));
        store.save(queued("job00003"));
        Files.writeString(jobs.resolve("job00009.json"), content);

        assertThat(store.all()).containsExactly(queued("job00001"), queued("job00003"));
        assertThat(jobs.resolve("quarantine/job00009.json")).hasContent(content);
        assertThat(jobs.resolve("job00009.json")).doesNotExist();
    }

    @Test
    void aFileThatWasCutHindersNoOther() throws IOException {
        store.save(queued("job00001"));
        store.save(running("job00002"));
        byte[] whole = Files.readAllBytes(jobs.resolve("job00002.json"));
        for (int length = 0; length < whole.length; length += 211) {
            Files.write(jobs.resolve("job00002.json"), Arrays.copyOf(whole, length));

            assertThat(store.all()).containsExactly(queued("job00001"));
        }
    }

    @Test
    void otherFilesAndDirectoriesHinderNothing() throws IOException {
        store.save(queued("job00001"));
        Files.createDirectory(jobs.resolve("directory.json"));
        Files.copy(jobs.resolve("job00001.json"), jobs.resolve("copy.json"));
        Files.writeString(jobs.resolve("README.md"), "junk");

        assertThat(new DirectoryJobStore(jobs).all()).containsExactly(queued("job00001"));
        assertThat(jobs.resolve("README.md")).exists();
        assertThat(jobs.resolve("copy.json")).exists();
    }

    @Test
    void whatALaterProgramAddsIsPassedOver() throws IOException {
        store.save(queued("job00001"));
        Path file = jobs.resolve("job00001.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"lease\": {\"owner\": 1}, "));

        assertThat(store.all()).containsExactly(queued("job00001"));
    }

    @Test
    void whatACrashLeftIsSweptWhenTheDirectoryIsOpened() throws IOException {
        store.save(queued("job00001"));
        Files.createFile(jobs.resolve(".job00001.json-0123abcd-0000-4000-8000-0123456789ab.tmp"));

        new DirectoryJobStore(jobs);

        assertThat(jobs.toFile().list()).containsExactly("job00001.json");
    }
}
