package dev.charloom.web.openai;

import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.text.Vocabulary;
import dev.charloom.web.binding.FieldError;
import dev.charloom.web.binding.InvalidRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Knows which character of a model has which id: what is a token to clients.
final class VocabularyIds {

    private final GenerationService generation;
    private final ModelRepository repository;

    VocabularyIds(GenerationService generation, ModelRepository repository) {
        this.generation = generation;
        this.repository = repository;
    }

    /// The characters of a model, in the order of their ids.
    ///
    /// @param model null for the default
    int[] codePoints(@Nullable ModelReference model) {
        return repository.manifest(generation.load(model)).vocabulary();
    }

    /// Texts without the characters that a model does not know.
    ///
    /// @param model null for the default
    List<String> known(List<String> texts, @Nullable ModelReference model) {
        Vocabulary vocabulary = Vocabulary.of(codePoints(model));
        return texts.stream()
                .map(text -> text.codePoints()
                        .filter(vocabulary::contains)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .toList();
    }

    /// The prompts that a field has as a list of ids, or a list of such lists.
    ///
    /// @return null if it has none of that form
    /// @throws InvalidRequest if the model has no such id
    @Nullable
    List<String> prompts(@Nullable JsonNode value, @Nullable ModelReference model) {
        if (value == null || !value.isArray() || value.isEmpty()) {
            return null;
        }
        if (isText(value)) {
            return List.of(decode(value, codePoints(model)));
        }
        if (!value.valueStream().allMatch(VocabularyIds::isText)) {
            return null;
        }
        int[] codePoints = codePoints(model);
        return value.valueStream().map(ids -> decode(ids, codePoints)).toList();
    }

    private static boolean isText(JsonNode value) {
        return value.isArray() && value.valueStream().allMatch(JsonNode::isInt);
    }

    private static String decode(JsonNode ids, int[] codePoints) {
        return ids.valueStream()
                .mapToInt(JsonNode::asInt)
                .mapToObj(id -> {
                    if (id < 0 || id >= codePoints.length) {
                        throw new InvalidRequest(List.of(FieldError.notAllowed(
                                "prompt", id, "texts, or vocabulary ids from 0 to " + (codePoints.length - 1))));
                    }
                    return Character.toString(codePoints[id]);
                })
                .collect(Collectors.joining());
    }
}
