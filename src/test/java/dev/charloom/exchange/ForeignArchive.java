package dev.charloom.exchange;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The files of an archive, to be changed, and encoders of what other programs write that share nothing with ours.
final class ForeignArchive {

    static final ImportLimits LIMITS = new ImportLimits(1 << 26, 1 << 26, 100);

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    static ForeignArchive of(byte[] zip) {
        var archive = new ForeignArchive();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                archive.files.put(entry.getName(), in.readAllBytes());
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a format writes of a version.
    static ForeignArchive written(ModelFormat format, StoredVersion version) {
        return of(bytes(format, version));
    }

    static byte[] bytes(ModelFormat format, StoredVersion version) {
        var out = new ByteArrayOutputStream();
        try {
            format.write(version, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// An archive that lies beside the tests.
    static byte[] resource(String name) throws IOException {
        try (InputStream in = ForeignArchive.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    ForeignArchive with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    ForeignArchive with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ForeignArchive without(String name) {
        files.remove(name);
        return this;
    }

    byte[] get(String name) {
        return files.get(name);
    }

    Map<String, byte[]> files() {
        return files;
    }

    ObjectNode config() {
        return (ObjectNode) JSON.readTree(files.get("config.json"));
    }

    ForeignArchive withConfig(ObjectNode config) {
        return with("config.json", JSON.writeValueAsBytes(config));
    }

    byte[] zip() {
        return zip("");
    }

    /// @param directory that all files lie in
    byte[] zip(String directory) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(directory + file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static StoredVersion read(ModelFormat format, byte[] archive) throws IOException {
        Path scratch = Files.createTempDirectory("exchange");
        try {
            return format.read(new ModelName("foreign"), new ByteArrayInputStream(archive), scratch);
        } finally {
            try (var paths = Files.walk(scratch)) {
                paths.sorted((a, b) -> b.compareTo(a))
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    /// A tensor to be encoded.
    record Tensor(int[] shape, float... values) {}

    static Tensor tensor(int[] shape, float... values) {
        return new Tensor(shape, values);
    }

    static byte[] safetensors(Map<String, Tensor> tensors) {
        return safetensors(new StringBuilder("{"), tensors);
    }

    /// As `safetensors.torch.save_model`, of which two names have the numbers of one.
    static byte[] safetensors(Map<String, Tensor> tensors, String leftOut, String there) {
        return safetensors(
                new StringBuilder("{\"__metadata__\":{\"format\":\"pt\",\"%s\":\"%s\"}".formatted(leftOut, there)),
                tensors);
    }

    private static byte[] safetensors(StringBuilder header, Map<String, Tensor> tensors) {
        var data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            int from = data.size();
            for (float value : tensor.values()) {
                data.writeBytes(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(value)
                        .array());
            }
            header.append("%s\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(
                            header.length() > 1 ? "," : "", name, Arrays.toString(tensor.shape()), from, data.size()));
        });
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return concat(length(json.length), json, data.toByteArray());
    }

    /// As `numpy.save`.
    static byte[] npy(int[] shape, double... values) {
        String sizes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return npy(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (%s%s), }"
                        .formatted(sizes, shape.length == 1 ? "," : ""),
                values);
    }

    static byte[] npy(String header, double... values) {
        var data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(data::putDouble);
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] start = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .array();
        return concat(start, text, data.array());
    }

    static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// The length that a safetensors file begins with.
    static byte[] length(long length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }
}
