package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;

/// Which version of a model to serve.
@Schema(example = "{\"version\": 1}")
record CurrentVersionRequest(
        @Schema(description = "A version of the model.", example = "1") @Min(1)
        int version) {}
