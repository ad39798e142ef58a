package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a stream tells beside the texts.
record StreamOptions(
        @Schema(description = "Whether a last chunk, without choices, tells the usage.")
        @JsonProperty("include_usage")
        @Nullable
        Boolean includeUsage) {

    static boolean usage(@Nullable StreamOptions options) {
        return options != null && Boolean.TRUE.equals(options.includeUsage);
    }
}
