package dev.charloom.web;

import java.util.List;

/// The current versions of all models, in the order of their names.
record ModelsResponse(List<ModelSummary> models) {}
