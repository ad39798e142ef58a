package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Versions with random weights, in which no bias is zero.
final class Versions {

    static final int V = 11;

    private Versions() {}

    /// Every cell, with and without an embedding, of one layer and of two.
    static Stream<ModelShape> shapes() {
        return Arrays.stream(CellKind.values())
                .flatMap(cell -> Stream.of(new ModelShape(V, cell, 2, 5, 0), new ModelShape(V, cell, 1, 6, 3)));
    }

    static StoredVersion random(ModelShape shape, long seed) {
        return of(weights(shape, seed));
    }

    static Parameters weights(ModelShape shape, long seed) {
        var random = new SplittableRandom(seed);
        var parameters = new Parameters(shape);
        for (Parameters.Tensor tensor : parameters.tensors()) {
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) random.nextDouble(-0.9, 0.9);
            }
        }
        return parameters;
    }

    /// Its characters are the newline, `a`, `b`, …, and one that is no char.
    static StoredVersion of(Parameters parameters) {
        ModelShape shape = parameters.shape();
        int v = shape.vocabulary();
        int[] vocabulary = IntStream.concat(
                        IntStream.of('\n'), IntStream.concat(IntStream.range('a', 'a' + v - 2), IntStream.of(0x1F600)))
                .toArray();
        return new StoredVersion(
                new ModelManifest(
                        ModelManifest.FORMAT_VERSION,
                        new ModelName("random"),
                        1,
                        Instant.EPOCH,
                        ModelManifest.Shape.of(shape),
                        ModelManifest.Conventions.of(shape.cell()),
                        new ModelManifest.Tokenisation("lines", (int) '\n', "zero vector"),
                        vocabulary,
                        new ModelManifest.Corpus("00", 1, 1, 1, v, new long[v], List.of()),
                        new ModelManifest.Training(
                                "job", Map.of(), 1, "1", 1, 1, 1, 2.5, null, "none", null, "complete", null, null)),
                parameters,
                List.of(),
                null);
    }
}
