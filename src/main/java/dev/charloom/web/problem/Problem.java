package dev.charloom.web.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.web.binding.FieldError;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A problem as it is sent: RFC 9457, and the same once more as clients of OpenAI's API read it.
///
/// @param instance the path of the request
/// @param id names an unknown failure in the log; null for all others
/// @param errors the fields that are wrong; null if it is not about fields
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        URI type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        @Nullable String id,
        @Nullable List<FieldError> errors,
        OpenAiError error) {

    /// @param param the first field that is wrong; null if it is not about a field
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record OpenAiError(
            String message, String type, @Nullable String param, String code) {}

    static Problem of(ProblemAnswer answer, @Nullable String instance) {
        ProblemKind kind = answer.kind();
        List<FieldError> errors = answer.errors();
        String detail = wellFormed(answer.detail());
        String param = errors.isEmpty() ? null : errors.getFirst().field();
        return new Problem(
                kind.type(),
                kind.title(),
                answer.status(),
                detail,
                instance,
                answer.id(),
                errors.isEmpty() ? null : errors,
                new OpenAiError(detail, kind.openAiType(), param, kind.code()));
    }

    /// Unpaired surrogates, which a client can get into a message, cannot be written as UTF-8.
    private static String wellFormed(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
