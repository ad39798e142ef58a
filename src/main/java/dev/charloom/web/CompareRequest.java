package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import java.util.List;

/// Which models to compare on which text.
@Schema(example = """
        {"models": ["dinosaurs", "dinosaurs:1"], "text": "Tyrannosaurus\\nTriceratops\\n"}""")
record CompareRequest(
        @Schema(description = "Two models or more, or versions of one: `name` or `name:version`.")
        @Size(min = 2, max = 8)
        List<String> models,

        @Schema(description = "The text that all of them read.") @Size(min = 1)
        String text) {}
