package dev.charloom.repository;

import dev.charloom.engine.Parameters;

/// A version with its weights, both checked.
public record StoredModel(ModelManifest manifest, Parameters parameters) {}
