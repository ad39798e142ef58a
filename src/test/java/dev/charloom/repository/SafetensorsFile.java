package dev.charloom.repository;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A safetensors file read and written from its format's description alone, to compare with. Reads no other header than
/// one without spaces between its parts.
final class SafetensorsFile {

    private static final Pattern TENSOR = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([0-9,]*)],\"data_offsets\":\\[([0-9]+),([0-9]+)]}");

    private record Tensor(int[] shape, float[] numbers) {}

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    SafetensorsFile(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(bytes.getLong(0));
        Matcher matcher = TENSOR.matcher(new String(file, 8, header, StandardCharsets.UTF_8));
        while (matcher.find()) {
            int[] shape = Arrays.stream(matcher.group(2).split(","))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            int from = Integer.parseInt(matcher.group(3));
            float[] numbers = new float[(Integer.parseInt(matcher.group(4)) - from) / 4];
            bytes.position(8 + header + from);
            bytes.asFloatBuffer().get(numbers);
            tensors.put(matcher.group(1), new Tensor(shape, numbers));
        }
    }

    List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /// Each tensor as `name[rows, columns]`.
    List<String> describe() {
        return tensors.entrySet().stream()
                .map(tensor ->
                        tensor.getKey() + Arrays.toString(tensor.getValue().shape()))
                .toList();
    }

    /// The numbers themselves, not a copy.
    float[] numbers(String name) {
        return tensors.get(name).numbers();
    }

    float number(String name, int row, int column) {
        Tensor tensor = tensors.get(name);
        return tensor.numbers()[row * tensor.shape()[1] + column];
    }

    /// A file with these tensors in this order.
    byte[] bytes(List<String> order) {
        var header = new LinkedHashMap<String, String>();
        int end = 0;
        for (String name : order) {
            Tensor tensor = tensors.get(name);
            int from = end;
            end += 4 * tensor.numbers().length;
            header.put(
                    name,
                    "{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(Arrays.toString(tensor.shape()), from, end));
        }
        ByteBuffer data = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
        order.forEach(name -> {
            for (float number : tensors.get(name).numbers()) {
                data.putFloat(number);
            }
        });
        return file(
                header.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                        .collect(Collectors.joining(",", "{", "}")),
                data.array());
    }

    /// A file of any header and any data.
    static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
