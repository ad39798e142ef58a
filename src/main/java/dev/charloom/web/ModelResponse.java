package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.repository.ModelManifest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that is known of a version of a model.
record ModelResponse(
        @JsonUnwrapped ModelSummary summary,

        @Schema(description = "The version that is served where none is asked for.") @Nullable
        Integer current,

        @Schema(description = "The layers from input to output.")
        List<LayerTables.Layer> layers,

        Vocabulary vocabulary,
        Corpus corpus,
        Training training,
        Provenance provenance,

        @Schema(description = "How the weights are laid out for other programs.")
        ModelManifest.Conventions conventions,

        @Schema(description = "The evaluations while it was trained.", implementation = Object[].class)
        List<JsonNode> history,

        @Schema(description = """
                        The training loss over the steps, in nats per character; of a long run, a point stands for \
                        several steps.""", implementation = Object[].class)
        List<JsonNode> losses) {

    /// The characters that it knows.
    record Vocabulary(int size, List<String> characters) {}

    /// The corpus that it was trained on.
    ///
    /// @param lineLengths a histogram: so many lines of `from` to `to` characters
    record Corpus(
            String sha256,
            long bytes,
            long characters,
            long lines,
            int distinctCharacters,
            List<ModelManifest.LengthBucket> lineLengths) {}

    /// How it was trained. Losses are in nats per character, those of the weights that are served; null where it was
    /// trained elsewhere and nobody knows them.
    ///
    /// @param int8ValidationLoss the validation loss with the weights in 8 bits; null if it was not measured
    /// @param int6ValidationLoss the same in 6 bits: texts are written in the fewest bits in which it is
    ///     at most 0.5 % worse
    /// @param nats loss on the validation part, or without one that of training
    /// @param bitsPerCharacter the same in bits
    /// @param validationMethod what was held out and how it was read: how `nats` was measured
    /// @param ended `complete` after all of its steps, `early` because the validation loss fell no more,
    ///     `checkpoint` if it was published before its job had ended well
    record Training(
            Map<String, Object> parameters,
            long steps,
            long bestStep,
            int bestEpoch,
            @Nullable Double trainLoss,
            @Nullable Double validationLoss,
            @Nullable Double int8ValidationLoss,
            @Nullable Double int6ValidationLoss,
            @Nullable Double nats,
            @Nullable Double bitsPerCharacter,
            String validationMethod,
            @Nullable String ended) {}

    /// Where it comes from: with these, the same model can be made again.
    record Provenance(
            String job,
            String corpusSha256,
            long seed,
            String codeVersion,
            @Nullable String parent) {}

    static ModelResponse of(
            ModelSummary summary,
            @Nullable Integer current,
            ModelManifest it,
            List<LayerTables.Layer> layers,
            List<JsonNode> history) {
        return new ModelResponse(
                summary,
                current,
                layers,
                vocabulary(it),
                corpus(it.corpus()),
                training(it.training()),
                provenance(it),
                it.conventions(),
                history.stream().filter(ModelResponse::isEvaluation).toList(),
                history.stream().filter(line -> !isEvaluation(line)).toList());
    }

    private static boolean isEvaluation(JsonNode line) {
        return line.has("trainLoss");
    }

    private static Vocabulary vocabulary(ModelManifest it) {
        List<String> characters =
                IntStream.of(it.vocabulary()).mapToObj(Character::toString).toList();
        return new Vocabulary(characters.size(), characters);
    }

    private static Corpus corpus(ModelManifest.Corpus it) {
        return new Corpus(
                it.sha256(), it.bytes(), it.characters(), it.lines(), it.distinctCharacters(), it.lineLengths());
    }

    private static Training training(ModelManifest.Training it) {
        boolean elsewhere = it.steps() == 0;
        double loss = it.validationLoss() == null ? it.trainLoss() : it.validationLoss();
        return new Training(
                it.parameters(),
                it.steps(),
                it.bestStep(),
                it.bestEpoch(),
                elsewhere ? null : it.trainLoss(),
                it.validationLoss(),
                it.int8ValidationLoss(),
                it.int6ValidationLoss(),
                elsewhere ? null : loss,
                elsewhere ? null : loss / Math.log(2),
                it.validationMethod(),
                it.ended());
    }

    private static Provenance provenance(ModelManifest it) {
        ModelManifest.Training training = it.training();
        return new Provenance(
                training.job(), it.corpus().sha256(), training.seed(), training.codeVersion(), training.parent());
    }
}
