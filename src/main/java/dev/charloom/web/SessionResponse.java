package dev.charloom.web;

import dev.charloom.generation.SessionId;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Where a session stands.
record SessionResponse(
        @Schema(description = "The session of the request.", example = "story-1")
        String id,

        @Schema(description = """
                Characters that it has read and written in all; if they are no more than those of this request, it has \
                begun with it.""") long characters) {

    /// @param id null for none
    static @Nullable SessionResponse of(@Nullable SessionId id, long remembered, CompleteResponse.Usage usage) {
        return id == null
                ? null
                : new SessionResponse(id.value(), remembered + usage.promptCharacters() + usage.completionCharacters());
    }
}
