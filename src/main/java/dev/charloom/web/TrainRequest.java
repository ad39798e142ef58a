package dev.charloom.web;

import dev.charloom.repository.ModelName;
import io.swagger.v3.oas.annotations.media.Schema;

/// What to train, of a corpus that comes beside it.
record TrainRequest(
        @Schema(description = "The model to create; one that exists gets a new version.", example = "names")
        ModelName model,

        TrainingFields training) {}
