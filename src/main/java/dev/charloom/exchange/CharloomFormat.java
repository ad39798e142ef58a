package dev.charloom.exchange;

import dev.charloom.repository.ModelDamaged;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import dev.charloom.repository.VersionArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// A zip archive of the files that a version has in a repository, `manifest.json` with their checksums last.
final class CharloomFormat implements ModelFormat {

    /// The earliest time that an entry can have: the same version gives the same bytes.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /// What archives of other formats hold.
    private static final Set<String> OF_OTHERS =
            Set.of(SideFile.NAME, "model.safetensors", "weights.npz", NumpyDirectory.VOCABULARY);

    private final ImportLimits limits;

    CharloomFormat(ImportLimits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "charloom";
    }

    @Override
    public String mediaType() {
        return "application/zip";
    }

    @Override
    public String fileExtension() {
        return "zip";
    }

    @Override
    public void write(StoredVersion version, OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED); // weights are noise to it
        VersionArchive.write(version, (name, content) -> {
            var entry = new ZipEntry(name);
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            content.writeTo(zip);
            zip.closeEntry();
        });
        zip.finish();
        zip.flush();
    }

    @Override
    public StoredVersion read(ModelName name, InputStream in, Path scratch) throws IOException {
        int mostFiles = VersionArchive.FILES.size();
        new ZipUnpacking(limits, CharloomFormat::most, mostFiles).unpackSome(in, scratch);
        try {
            return VersionArchive.read(scratch);
        } catch (ModelDamaged e) {
            throw new ImportRejected("its " + e.file() + " " + e.reason());
        }
    }

    /// Most who send an archive of another framework have forgotten to say so: this format is the usual one.
    private static @Nullable Long most(String name) {
        if (OF_OTHERS.contains(name.substring(name.lastIndexOf('/') + 1))) {
            throw new ImportRejected("it holds %s, as archives for other frameworks do: say which with format"
                    .formatted(ForeignNames.shown(name)));
        }
        return VersionArchive.FILES.get(name);
    }
}
