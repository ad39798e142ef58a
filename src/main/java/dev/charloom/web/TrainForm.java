package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.Part;

/// What to train, with its corpus as a file.
record TrainForm(
        TrainRequest request,

        @Schema(description = "The text to train on, in UTF-8.")
        Part corpus) {}
