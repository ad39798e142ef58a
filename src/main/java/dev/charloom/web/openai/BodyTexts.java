package dev.charloom.web.openai;

import dev.charloom.web.binding.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads fields that may be a text or a list of texts.
final class BodyTexts {

    private BodyTexts() {}

    /// The texts of a field.
    ///
    /// @param value null, or null in JSON, for none
    /// @param errors is added to (modified) if they are no texts
    static List<String> of(String field, @Nullable JsonNode value, List<FieldError> errors) {
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.asString());
        }
        if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
            return value.valueStream().map(JsonNode::asString).toList();
        }
        errors.add(
                new FieldError(field, null, "must be a string or a list of strings", "a string or a list of strings"));
        return List.of();
    }

    /// The text of a message: a string, or the parts of type `text`, one after the other.
    ///
    /// @param errors is added to (modified) if it is neither
    static String ofMessage(ChatBody.Message message, List<FieldError> errors) {
        JsonNode content = message.content();
        if (content == null || content.isNull()) {
            return "";
        }
        if (content.isString()) {
            return content.asString();
        }
        var parts = new ArrayList<String>();
        for (JsonNode part : content) {
            JsonNode text = part.path("text");
            if (!part.path("type").asString("").equals("text") || !text.isString()) {
                errors.add(new FieldError(
                        "messages", null, "has a part that is no text", "texts, and parts of type text"));
                return "";
            }
            parts.add(text.asString());
        }
        return String.join("", parts);
    }
}
