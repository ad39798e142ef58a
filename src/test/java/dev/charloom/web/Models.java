package dev.charloom.web;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Models for tests.
final class Models {

    private Models() {}

    static ModelManifest manifest(String name, int version) {
        return new ModelManifest(
                1,
                new ModelName(name),
                version,
                Instant.parse("2026-11-22T12:00:00Z"),
                ModelManifest.Shape.of(new ModelShape(3, CellKind.GRU_RESET_AFTER, 1, 4, 0)),
                ModelManifest.Conventions.of(CellKind.GRU_RESET_AFTER),
                new ModelManifest.Tokenisation("lines", 10, "zero vector"),
                new int[] {'\n', 'a', 0x1F996},
                new ModelManifest.Corpus(
                        "ab".repeat(32),
                        9,
                        6,
                        2,
                        3,
                        new long[] {2, 3, 1},
                        List.of(new ModelManifest.LengthBucket(1, 4, 2))),
                new ModelManifest.Training(
                        "01jd3x8k2v5c",
                        Map.of("cell", "gru"),
                        7,
                        "0.1.0",
                        200,
                        150,
                        3,
                        0.5,
                        Math.log(2),
                        "the mean over the validation lines",
                        null));
    }
}
