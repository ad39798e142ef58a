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
