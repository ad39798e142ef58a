package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;

/// What to train, with its corpus.
record TrainJsonRequest(
        TrainRequest request,

        @Schema(description = "The text to train on.", example = "Ada\nGrace\nEmmy\n") @Size(min = 1)
        String corpus) {}
