package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {

    @TempDir
    Path jobs;

    @Test
    void aDraftOfNoPossibleNetworkIsNone() throws Exception {
        JobFiles files = JobFiles.of(new JobId("01jd3x8k2v5c"), jobs, Clock.systemUTC());
        String manifest = Files.readString(Path.of("models/dinosaurs/1/model.json"));
        Path draft = jobs.resolve("01jd3x8k2v5c/draft.json");

        Files.writeString(draft, manifest);
        assertThat(files.draft()).isNotNull();
        Files.writeString(draft, manifest.replaceFirst("\"cell\" : \"[a-z]+\"", "\"cell\" : \"tree\""));
        assertThat(files.draft()).isNull();
        Files.writeString(draft, "null");
        assertThat(files.draft()).isNull();
    }

    @Test
    void nothingIsDeletedWhileCheckpointsAreBeingCleared() throws Exception {
        JobFiles files = JobFiles.of(new JobId("01jd3x8k2v5c"), jobs, Clock.systemUTC());
        Path checkpoint = Files.createDirectories(jobs.resolve("01jd3x8k2v5c/checkpoints/00000001-5"));
        var deleting = new Thread(files::delete);

        synchronized (files.checkpoints()) { // as their clearing does
            deleting.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> deleting.getState() == Thread.State.BLOCKED);
            assertThat(checkpoint).exists();
        }

        deleting.join();
        assertThat(jobs).isEmptyDirectory();
        files.checkpoints().clear();
        assertThat(jobs).isEmptyDirectory();
    }
}
