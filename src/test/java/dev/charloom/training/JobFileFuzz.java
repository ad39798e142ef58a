package dev.charloom.training;

import dev.charloom.fuzz.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A target of the fuzzer: any bytes as the file of a job, beside a sound one.
public final class JobFileFuzz {

    private JobFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path directory = Scratch.empty();
        Files.write(directory.resolve("01jd3x8k2v5c.json"), input);
        for (Job job : new DirectoryJobStore(directory).all()) {
            if (job.id() == null || job.status() == null || job.params() == null) {
                throw new AssertionError("a job without what every job has");
            }
        }
    }
}
