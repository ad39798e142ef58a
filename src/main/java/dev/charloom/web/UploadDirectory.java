package dev.charloom.web;

import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Leftovers;
import dev.charloom.storage.StagingDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Where the files of forms lie until they are read: in the data directory, which has room for what is trained on, and
/// not where the system keeps its temporary files, which may be small, and from where nobody removes what a crash
/// leaves.
@Component
final class UploadDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UploadDirectory.class);

    private final @Nullable StagingDirectory directory;

    UploadDirectory(@Value("${charloom.data-dir}") Path data) {
        directory = staged(data.resolve("uploads"));
    }

    private static @Nullable StagingDirectory staged(Path parent) {
        try {
            DurableFiles.createDirectories(parent);
            Leftovers.sweep(parent);
            return StagingDirectory.in(parent);
        } catch (IOException e) { // whether the service can do without is told by the others who need the directory
            log.warn("Files of forms go where the system keeps temporary ones: {} cannot be used", parent);
            return null;
        }
    }

    /// The directory; empty for that of the container.
    String location() {
        return directory == null ? "" : directory.path().toAbsolutePath().toString();
    }

    @Override
    public void close() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }
}
