package dev.charloom.repository;

import dev.charloom.engine.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is stored of a version.
///
/// @param history the training history, one JSON object a line
/// @param novelty what tells whether a text stands in the training corpus; null where nobody knows
public record StoredVersion(
        ModelManifest manifest, Parameters parameters, List<String> history, byte @Nullable [] novelty) {}
