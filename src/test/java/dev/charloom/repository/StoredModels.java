package dev.charloom.repository;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Tiny models to store.
public final class StoredModels {

    public static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.000000006Z");
    public static final ModelShape SHAPE = new ModelShape(3, CellKind.LSTM, 1, 2, 2);
    public static final List<String> HISTORY = List.of("{\"step\":1}", "{\"step\":2}");

    private StoredModels() {}

    /// Numbers between -1 and 1, among them a negative zero and the smallest subnormal.
    public static Parameters random(ModelShape shape, long seed) {
        var parameters = new Parameters(shape);
        var random = new SplittableRandom(seed);
        for (Parameters.Tensor tensor : parameters.tensors()) {
            float[] data = tensor.matrix().data;
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) random.nextDouble(-1, 1);
            }
            data[0] = -0f;
            data[data.length - 1] = Float.MIN_VALUE;
        }
        return parameters;
    }

    public static ModelManifest manifest(String name) {
        return manifest(name, SHAPE, CREATED, 'a', '\n', 0x1F600);
    }

    public static ModelManifest manifest(String name, ModelShape shape, Instant created, int... vocabulary) {
        long[] counts = new long[vocabulary.length];
        return new ModelManifest(
                ModelManifest.FORMAT_VERSION,
                new ModelName(name),
                0,
                created,
                ModelManifest.Shape.of(shape),
                ModelManifest.Conventions.of(shape.cell()),
                new ModelManifest.Tokenisation("lines", 10, "zero vector"),
                vocabulary,
                new ModelManifest.Corpus(
                        "00".repeat(32), 9, 8, 2, 3, counts, List.of(new ModelManifest.LengthBucket(1, 4, 2))),
                new ModelManifest.Training(
                        "job00001",
                        Map.of("cell", "lstm", "hiddenSize", 2, "learningRate", 0.5),
                        (1L << 53) - 1,
                        "1.0",
                        20,
                        10,
                        2,
                        1.25,
                        null,
                        "No validation part was kept; größer als — 模型.",
                        null));
    }
}
