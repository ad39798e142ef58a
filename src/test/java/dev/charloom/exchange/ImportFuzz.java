package dev.charloom.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.charloom.engine.Parameters;
import dev.charloom.fuzz.Scratch;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A target of the fuzzer: the files of an archive, of any format that comes in. So that changes reach what reads the
/// files, the archive is packed here, with sizes and checksums that are right.
///
/// An input is a byte for the format, then for each file the length of its name (a byte), the name, the length of its
/// content (four bytes; what is left, if that is less) and the content. Files in `weights.npz/` are packed into an
/// archive of that name.
public final class ImportFuzz {

    private static final ImportLimits LIMITS = new ImportLimits(4 << 20, 8 << 20, 1000);
    private static final String NESTED = "weights.npz/";

    static final List<ModelFormat> FORMATS = List.of(
            new CharloomFormat(LIMITS),
            new PyTorchFormat(LIMITS),
            new KerasFormat(LIMITS),
            new NumpyDirectoryFormat(LIMITS));

    private ImportFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        ModelFormat format = FORMATS.get(Byte.toUnsignedInt(input[0]) % FORMATS.size());
        Map<String, byte[]> files = files(ByteBuffer.wrap(input, 1, input.length - 1));
        if (format == FORMATS.getFirst()) {
            files.put("manifest.json", checksums(files));
        }
        byte[] archive;
        try {
            archive = Archives.archive(packed(files));
        } catch (IllegalArgumentException e) {
            return; // a name that no archive has
        }
        try {
            StoredVersion version =
                    format.read(new ModelName("fuzzed"), new ByteArrayInputStream(archive), Scratch.empty());
            ImportedVersions.check(version);
            checkNumbers(version);
        } catch (ImportRejected | ArchiveTooLarge e) {
            // refused
        }
    }

    private static Map<String, byte[]> files(ByteBuffer in) {
        var files = new LinkedHashMap<String, byte[]>();
        while (in.remaining() > 5 && files.size() < 50) {
            byte[] name = new byte[Math.min(Byte.toUnsignedInt(in.get()), in.remaining() - 4)];
            in.get(name);
            byte[] content = new byte[Math.min(in.getInt() & Integer.MAX_VALUE, in.remaining())];
            in.get(content);
            files.put(new String(name, ISO_8859_1), content);
        }
        return files;
    }

    private static Map<String, byte[]> packed(Map<String, byte[]> files) {
        var outer = new LinkedHashMap<String, byte[]>();
        var nested = new LinkedHashMap<String, byte[]>();
        files.forEach((name, content) -> {
            if (name.startsWith(NESTED)) {
                nested.put(name.substring(NESTED.length()), content);
            } else {
                outer.put(name, content);
            }
        });
        if (!nested.isEmpty()) {
            outer.put("weights.npz", Archives.archive(nested));
        }
        return outer;
    }

    private static byte[] checksums(Map<String, byte[]> files) {
        String listed = files.entrySet().stream()
                .filter(file ->
                        file.getKey().matches("[a-z.]+") && !file.getKey().equals("manifest.json"))
                .map(file -> "\"%s\":{\"size\":%d,\"sha256\":\"%s\"}"
                        .formatted(file.getKey(), file.getValue().length, sha256(file.getValue())))
                .collect(Collectors.joining(","));
        return "{\"formatVersion\":1,\"files\":{%s}}".formatted(listed).getBytes(UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkNumbers(StoredVersion version) {
        for (Parameters.Tensor tensor : version.parameters().tensors()) {
            for (float value : tensor.matrix().data) {
                if (!Float.isFinite(value)) {
                    throw new AssertionError("a number that is not finite was taken");
                }
            }
        }
    }

    /// Writes an archive as an input: `ImportFuzz FORMAT ARCHIVE FILE`, which is how the first seeds were made.
    public static void main(String[] arguments) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        out.write(Integer.parseInt(arguments[0]));
        Archives.files(Files.readAllBytes(Path.of(arguments[1]))).forEach((name, content) -> {
            if (name.endsWith("weights.npz")) {
                Archives.files(content).forEach((inner, array) -> append(out, NESTED + inner, array));
            } else {
                append(out, name, content);
            }
        });
        Files.write(Path.of(arguments[2]), out.toByteArray());
    }

    private static void append(java.io.ByteArrayOutputStream out, String name, byte[] content) {
        out.write(name.length());
        out.writeBytes(name.getBytes(ISO_8859_1));
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(content);
    }
}
