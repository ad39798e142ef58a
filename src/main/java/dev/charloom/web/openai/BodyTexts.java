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

    /// The texts of messages, each a string, or the parts of type `text`, one after the other.
    ///
    /// @param errors is added to (modified) for the first one that is neither
    static List<String> ofMessages(List<ChatBody.@Nullable Message> messages, List<FieldError> errors) {
        var texts = new ArrayList<String>();
        for (ChatBody.Message message : messages) {
            String text = message == null ? null : text(message.content());
            if (text == null) {
                errors.add(new FieldError(
                        "messages",
                        null,
                        "has no text in its message number %d, counted from 0".formatted(texts.size()),
                        "objects whose content is a string or a list of parts of type text"));
                return List.of();
            }
            texts.add(text);
        }
        return texts;
    }

    /// Nothing is an empty text, as in the messages of assistants that only call tools.
    ///
    /// @return null if it is no text
    private static @Nullable String text(@Nullable JsonNode content) {
        if (content == null || content.isNull()) {
            return "";
        }
        if (!content.isArray()) {
            return content.isString() ? content.asString() : null;
        }
        var parts = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode text = part.path("text");
            if (!part.path("type").asString("").equals("text") || !text.isString()) {
                return null;
            }
            parts.append(text.asString());
        }
        return parts.toString();
    }
}
