package dev.charloom.repository;

import dev.charloom.fuzz.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A target of the fuzzer: any bytes as a file of a published model, the others being sound. The first byte says
/// which, and whether its checksum is right: then the change reaches what reads it.
public final class ModelFilesFuzz {

    private static final ModelReference REFERENCE = ModelReference.parse("fuzzed:1");
    private static final String[] FILES = {
        VersionFiles.MODEL, VersionFiles.WEIGHTS, VersionFiles.HISTORY, VersionFiles.MANIFEST
    };

    private ModelFilesFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int choice = Byte.toUnsignedInt(input[0]);
        String name = FILES[choice % FILES.length];
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        Path models = Scratch.empty();
        Path directory = Files.createDirectories(models.resolve("fuzzed/1"));
        VersionFiles.write(
                StoredModels.manifest("fuzzed").published(1),
                StoredModels.random(StoredModels.SHAPE, 1),
                StoredModels.HISTORY,
                null,
                (file, written) -> {
                    try (var out = Files.newOutputStream(directory.resolve(file))) {
                        written.writeTo(out);
                    }
                });
        Files.write(directory.resolve(name), content);
        if (choice >= FILES.length && !name.equals(VersionFiles.MANIFEST)) {
            seal(directory);
        }
        read(directory);
        new DirectoryModelRepository(models).models();
    }

    private static void read(Path directory) throws IOException {
        var files = new VersionFiles(directory);
        try {
            files.read(REFERENCE);
            files.readHistory(REFERENCE);
        } catch (ModelDamaged e) {
            // refused
        }
        files.damage(REFERENCE);
    }

    private static void seal(Path directory) throws IOException {
        var checked = new CheckedFiles(directory);
        for (String name : FILES) {
            if (!name.equals(VersionFiles.MANIFEST)) {
                byte[] content = Files.readAllBytes(directory.resolve(name));
                checked.write(name, out -> out.write(content));
            }
        }
        checked.seal();
    }
}
