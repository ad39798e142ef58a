package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// Which version of a model to show.
record ModelRequest(
        @Schema(description = "Left out: the current version.") @Min(1) @Nullable
        Integer version) {}
