package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.Part;

/// A model to import, with its archive as a file.
record ImportForm(
        ImportRequest request,

        @Schema(description = "The archive.") Part archive) {}
