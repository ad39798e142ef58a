package dev.charloom.repository;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `model.json` says of a version: all that is needed to use its weights, and where they come from.
///
/// @param formatVersion of this file; [#FORMAT_VERSION]
/// @param name the model
/// @param version counted from 1; 0 in a draft that is not published yet
/// @param createdAt when it was published
/// @param shape the sizes of the network
/// @param conventions how the weights are to be read
/// @param tokenisation how text becomes sequences
/// @param vocabulary code points by id
/// @param corpus what it was trained on
/// @param training how it was trained
public record ModelManifest(
        int formatVersion,
        ModelName name,
        int version,
        Instant createdAt,
        Shape shape,
        Conventions conventions,
        Tokenisation tokenisation,
        int[] vocabulary,
        Corpus corpus,
        Training training) {

    /// The format that this program writes, and the only one it reads.
    public static final int FORMAT_VERSION = 1;

    /// Far more than fits into any memory; sizes computed of these do not overflow.
    private static final int MOST_WIDTH = 1 << 20;

    private static final int MOST_LAYERS = 1024;

    /// What is missing or null in a file is refused here.
    public ModelManifest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(conventions, "conventions");
        Objects.requireNonNull(tokenisation, "tokenisation");
        Objects.requireNonNull(vocabulary, "vocabulary");
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(training, "training");
    }

    /// The sizes of the network, as users write them.
    ///
    /// @param cell `rnn`, `gru` or `lstm`
    /// @param gruReset `before` or `after`; null for other cells
    /// @param skipConnections true where the output reads every layer; null where it does not
    /// @param tiedWeights true where the output weights are the embedding; null where they are not
    /// @param layerNorm true where the products in the gates are normalised; null where they are not
    public record Shape(
            int vocabulary,
            String cell,
            @Nullable String gruReset,
            int layers,
            int hiddenSize,
            int embeddingSize,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean skipConnections,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean tiedWeights,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean layerNorm) {

        public Shape {
            Objects.requireNonNull(cell, "cell");
        }

        /// The engine's shape in these words.
        public static Shape of(ModelShape shape) {
            return switch (shape.cell()) {
                case RNN -> of(shape, "rnn", null);
                case LSTM -> of(shape, "lstm", null);
                case GRU_RESET_BEFORE -> of(shape, "gru", "before");
                case GRU_RESET_AFTER -> of(shape, "gru", "after");
            };
        }

        private static Shape of(ModelShape shape, String cell, @Nullable String gruReset) {
            return new Shape(
                    shape.vocabulary(),
                    cell,
                    gruReset,
                    shape.layers(),
                    shape.hidden(),
                    shape.embedding(),
                    shape.skips() ? Boolean.TRUE : null,
                    shape.tied() ? Boolean.TRUE : null,
                    shape.normalised() ? Boolean.TRUE : null);
        }

        /// The shape in the engine's terms.
        ///
        /// @throws IllegalArgumentException if there is no such cell or a size is out of range
        public ModelShape toModelShape() {
            return new ModelShape(
                    vocabulary, cellKind(), layers, hiddenSize, embeddingSize, hasSkips(), isTied(), hasNorm());
        }

        /// Whether the output reads every layer.
        public boolean hasSkips() {
            return Boolean.TRUE.equals(skipConnections);
        }

        /// Whether the products in the gates are normalised.
        public boolean hasNorm() {
            return Boolean.TRUE.equals(layerNorm);
        }

        /// Whether the output weights are the embedding.
        @JsonIgnore
        public boolean isTied() {
            return Boolean.TRUE.equals(tiedWeights);
        }

        private CellKind cellKind() {
            return switch (cell) {
                case "rnn" -> CellKind.RNN;
                case "lstm" -> CellKind.LSTM;
                case "gru" -> "before".equals(gruReset) ? CellKind.GRU_RESET_BEFORE : CellKind.GRU_RESET_AFTER;
                default -> throw new IllegalArgumentException("unknown cell: " + cell);
            };
        }
    }

    /// How the weights are to be read by others.
    ///
    /// @param gateOrder the gates' order along the first axis of the weights in the file
    /// @param updateGate what a GRU's update gate weights; null for other cells
    /// @param layout where the weights' names and shapes come from
    public record Conventions(
            List<String> gateOrder, @Nullable String updateGate, String layout) {

        /// The conventions of a cell.
        public static Conventions of(CellKind cell) {
            String layout = "names and shapes of torch.nn.Embedding, RNN, GRU, LSTM and Linear";
            return switch (cell) {
                case RNN -> new Conventions(List.of("h"), null, layout);
                case LSTM -> new Conventions(List.of("i", "f", "g", "o"), null, layout);
                case GRU_RESET_BEFORE, GRU_RESET_AFTER ->
                    new Conventions(List.of("r", "z", "n"), "z weights the old state", layout);
            };
        }
    }

    /// How text becomes sequences.
    ///
    /// @param mode `lines` or `text`
    /// @param endOfSequence the code point that ends a sequence; null in `text` mode, where none does
    /// @param startInput what the network reads before the first character of a sequence
    public record Tokenisation(String mode, @Nullable Integer endOfSequence, String startInput) {}

    /// What a model was trained on.
    ///
    /// @param sha256 of the normalised text
    /// @param lines that are not blank
    /// @param characterCounts how often each character stands in it, by id
    /// @param lineLengths histogram of the lines' lengths
    public record Corpus(
            String sha256,
            long bytes,
            long characters,
            long lines,
            int distinctCharacters,
            long[] characterCounts,
            List<LengthBucket> lineLengths) {

        public Corpus {
            Objects.requireNonNull(characterCounts, "characterCounts");
            Objects.requireNonNull(lineLengths, "lineLengths");
        }
    }

    /// Lines of `from` to `to` characters.
    public record LengthBucket(long from, long to, long lines) {}

    /// How a model was trained. Losses are in nats per character.
    ///
    /// @param job which job did it
    /// @param parameters the training parameters, by their public names
    /// @param codeVersion the version of this program
    /// @param steps steps in all
    /// @param bestStep the step after which the weights were taken
    /// @param trainLoss at that step, over the characters since the evaluation before
    /// @param validationLoss at that step; null without a validation part
    /// @param validationMethod how it was measured, in a sentence
    /// @param parent the model it goes on from; null if it began anew
    /// @param ended `complete` after all of its steps, `early` because the validation loss fell no more,
    ///     `checkpoint` if its job had not ended well; null if the file does not say
    /// @param int8ValidationLoss the validation loss with the weights in 8 bits; null if it was not measured
    /// @param int6ValidationLoss the same in 6 bits
    public record Training(
            String job,
            Map<String, Object> parameters,
            long seed,
            String codeVersion,
            long steps,
            long bestStep,
            int bestEpoch,
            double trainLoss,
            @Nullable Double validationLoss,
            String validationMethod,
            @Nullable String parent,
            @Nullable String ended,
            @Nullable Double int8ValidationLoss,
            @Nullable Double int6ValidationLoss) {

        public Training(
                String job,
                Map<String, Object> parameters,
                long seed,
                String codeVersion,
                long steps,
                long bestStep,
                int bestEpoch,
                double trainLoss,
                @Nullable Double validationLoss,
                String validationMethod,
                @Nullable String parent) {
            this(
                    job,
                    parameters,
                    seed,
                    codeVersion,
                    steps,
                    bestStep,
                    bestEpoch,
                    trainLoss,
                    validationLoss,
                    validationMethod,
                    parent,
                    null,
                    null,
                    null);
        }

        /// The same, with what was measured in 8 and in 6 bits.
        public Training withQuantizedValidationLosses(@Nullable Double int8, @Nullable Double int6) {
            return new Training(
                    job,
                    parameters,
                    seed,
                    codeVersion,
                    steps,
                    bestStep,
                    bestEpoch,
                    trainLoss,
                    validationLoss,
                    validationMethod,
                    parent,
                    ended,
                    int8,
                    int6);
        }
    }

    /// The same, with the validation losses in 8 and in 6 bits.
    public ModelManifest withQuantizedValidationLosses(@Nullable Double int8, @Nullable Double int6) {
        return new ModelManifest(
                formatVersion,
                name,
                version,
                createdAt,
                shape,
                conventions,
                tokenisation,
                vocabulary,
                corpus,
                training.withQuantizedValidationLosses(int8, int6));
    }

    /// This model and version.
    public ModelReference reference() {
        return new ModelReference(name, version);
    }

    /// The engine's shape of a model with this vocabulary.
    ///
    /// @throws IllegalArgumentException if there is no such network, or it has another vocabulary
    ModelShape modelShape() {
        ModelShape engine = shape.toModelShape();
        if (Math.max(engine.hidden(), engine.embedding()) > MOST_WIDTH || engine.layers() > MOST_LAYERS) {
            throw new IllegalArgumentException("no network is that large: " + shape);
        }
        if (engine.vocabulary() != vocabulary.length) {
            throw new IllegalArgumentException("the vocabulary has " + vocabulary.length + " characters: " + shape);
        }
        return engine;
    }

    ModelManifest published(int number) {
        return at(new ModelReference(name, number));
    }

    /// This manifest as the draft of a model with another name and time.
    public ModelManifest draft(ModelName newName, Instant created) {
        return new ModelManifest(
                formatVersion, newName, 0, created, shape, conventions, tokenisation, vocabulary, corpus, training);
    }

    /// This manifest under the name and number at which it was found: a user may have renamed or copied its
    /// directory.
    ModelManifest at(ModelReference place) {
        int number = Objects.requireNonNull(place.version(), "version");
        return new ModelManifest(
                formatVersion,
                place.name(),
                number,
                createdAt,
                shape,
                conventions,
                tokenisation,
                vocabulary,
                corpus,
                training);
    }
}
