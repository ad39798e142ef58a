package dev.charloom.web;

import dev.charloom.generation.InspectionParams;
import dev.charloom.repository.ModelReference;
import dev.charloom.text.CharacterFeature;
import dev.charloom.text.NamedFeature;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to look at inside a model.
@Schema(example = """
        {"model": "dinosaurs", "text": "Tyrannosaurus\\n", "feature": "vowel", "top": 3}""")
@FeatureFits
record InspectRequest(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently \
                        trained one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        @Schema(description = "The text to read, of at most 10,000 characters.") @Size(min = 1)
        String text,

        @Schema(description = "The layer, from 1, which reads the characters. Left out: the last one.")
        @Min(1)
        @Max(64)
        @Nullable
        Integer layer,

        @Schema(description = """
                        What to look at of each unit: `hidden`, the hidden state h, of any cell; `reset` r, `update` z \
                        (it weights the old state: h = (1 − z)·n + z·h₋) and `candidate` n of a GRU; `input` i, \
                        `forget` f, `candidate` g, `output` o and `cell`, the cell state c, of an LSTM. Left out: `cell` \
                        of an LSTM, `hidden` of the others.""") @Size(min = 1, max = 6) @Nullable
        List<String> signals,

        @Schema(description = """
                        Numbers of the units to trace, from 0. Left out: the `top` ones of the ranking.""") @Size(min = 1, max = 1000) @Nullable
        List<Integer> units,

        @Schema(description = """
                Rank the units by how well they tell these characters from the others: those between quotation marks \
                (`quoted`) or brackets (`bracketed`), newlines (`line_end`), the last ones before a newline \
                (`before_line_end`), the first and last ones of words, white space, capitals, vowels, digits, \
                punctuation; or how far in the line or word a character stands (`line_position`, `word_position`). \
                Left out: units are in the order of their numbers.""") @Nullable NamedFeature feature,

        @Schema(description = "The same for a class of your own: all of these characters.", example = "aeiou")
        @Size(min = 1, max = 1000)
        @Nullable
        String characters,

        @Schema(description = "How many units to trace where `units` is left out. Left out: 10.")
        @Min(0)
        @Max(1000)
        @Nullable
        Integer top) {

    private static final int USUAL_TOP = 10;

    InspectionParams params() {
        CharacterFeature wanted = characters == null ? feature : CharacterFeature.anyOf(characters);
        return new InspectionParams(layer, signals, units, wanted, top == null ? USUAL_TOP : top);
    }
}
