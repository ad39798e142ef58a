package dev.charloom.exchange;

import dev.charloom.storage.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a zip archive in which nothing but its files is to be seen: the same files give the same bytes.
final class ZipPacking {

    /// The earliest time that an entry can have.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;

    /// @param out is not closed
    ZipPacking(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED); // weights are noise to it
    }

    void add(String name, DurableFiles.Content content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /// Writes what comes after the last file.
    void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}
