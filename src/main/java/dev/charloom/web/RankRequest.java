package dev.charloom.web;

import dev.charloom.repository.ModelReference;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which texts to order by how probable they are.
@Schema(example = """
        {"model": "dinosaurs", "candidates": ["Microsoft", "Megalosaurus", "Zzzzz"]}""")
record RankRequest(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently \
                        trained one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        @Schema(description = "The texts to order.") @Size(min = 1, max = 1000)
        List<String> candidates,

        @Schema(description = """
                What to order by: `mean`, the log-probability per character, which is fair to texts of different \
                lengths, or `total`, that of the whole text. Left out: `mean`.""") @Nullable Measure by) {

    /// What texts are ordered by.
    enum Measure {
        MEAN,
        TOTAL
    }
}
