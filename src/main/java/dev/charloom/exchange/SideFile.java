package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import dev.charloom.repository.ModelManifest;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `config.json`, which says of a file of weights what the weights do not. Whatever the weights do say may be left
/// out; where it is there, it has to agree.
///
/// @param format the format it belongs to
/// @param formatVersion of this file; [#FORMAT_VERSION]
/// @param cell `rnn`, `gru` or `lstm`
/// @param gruReset `before` or `after`
/// @param embeddingSize 0 for one-hot input
/// @param vocabulary the characters by id
/// @param mode `lines` or `text`
/// @param gateOrder if it is not the framework's own
/// @param updateGate what a GRU's update gate weights: `old` state or new `candidate`; `old` where it is left out
/// @param forgetBias what the other program adds to an LSTM's forget bias when it runs, as TensorFlow 1 did
/// @param selfCheck what shows that the weights were understood
record SideFile(
        @Nullable String format,
        @Nullable Integer formatVersion,
        @Nullable String cell,
        @Nullable String gruReset,
        @Nullable Integer layers,
        @Nullable Integer hiddenSize,
        @Nullable Integer embeddingSize,
        @Nullable List<String> vocabulary,
        @Nullable String mode,
        @Nullable List<String> gateOrder,
        @Nullable String updateGate,
        @Nullable Double forgetBias,
        @Nullable SelfCheck selfCheck) {

    static final String NAME = "config.json";
    static final long MOST_BYTES = 16L << 20;
    static final int FORMAT_VERSION = 1;

    /// Without a file: the weights have to say everything.
    static final SideFile ABSENT =
            new SideFile(null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final String OLD = "old";
    private static final String CANDIDATE = "candidate";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a misspelt one would be garbage later
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// What belongs beside the weights of a model.
    static SideFile of(String format, ModelShape shape, ModelManifest manifest, GateOrder order, SelfCheck selfCheck) {
        ModelManifest.Shape sizes = ModelManifest.Shape.of(shape);
        boolean gru = sizes.gruReset() != null;
        return new SideFile(
                format,
                FORMAT_VERSION,
                sizes.cell(),
                sizes.gruReset(),
                shape.layers(),
                shape.hidden(),
                shape.embedding(),
                characters(manifest.vocabulary()),
                manifest.tokenisation().mode(),
                order.gates(),
                gru ? OLD : null,
                null,
                selfCheck);
    }

    /// This where the format itself fixes how gates lie.
    SideFile withoutGates() {
        return new SideFile(
                format,
                formatVersion,
                cell,
                gruReset,
                layers,
                hiddenSize,
                embeddingSize,
                vocabulary,
                mode,
                null,
                null,
                forgetBias,
                selfCheck);
    }

    /// @throws ImportRejected if it says how gates lie although the format itself fixes that
    void requireNoGates(String fixing) {
        if (gateOrder != null || updateGate != null) {
            throw new ImportRejected("it has a gateOrder or updateGate, which %s itself fixes".formatted(fixing));
        }
    }

    static List<String> characters(int[] codePoints) {
        return Arrays.stream(codePoints).mapToObj(Character::toString).toList();
    }

    byte[] toJson() {
        return JSON.writeValueAsBytes(this);
    }

    /// @throws ImportRejected if it is not what is to be there
    static SideFile read(Path file) throws IOException {
        try {
            SideFile read = JSON.readValue(Files.readAllBytes(file), SideFile.class);
            if (read == null || (read.formatVersion != null && read.formatVersion != FORMAT_VERSION)) {
                throw new ImportRejected("its config.json has an unknown formatVersion");
            }
            return read;
        } catch (DatabindException e) {
            throw new ImportRejected("its config.json has a wrong or unknown value at "
                    + ForeignNames.shown(e.getPath().isEmpty() ? "its root" : path(e)));
        } catch (JacksonException e) {
            throw new ImportRejected("its config.json is not JSON");
        }
    }

    private static String path(DatabindException e) {
        return String.join(
                ".",
                e.getPath().stream()
                        .map(step ->
                                Objects.requireNonNullElse(step.getPropertyName(), String.valueOf(step.getIndex())))
                        .toList());
    }

    /// The vocabulary, checked.
    ///
    /// @throws ImportRejected if there is none
    Vocabulary requiredVocabulary() {
        if (vocabulary == null) {
            throw new ImportRejected("its config.json has no vocabulary");
        }
        int[] codePoints = new int[vocabulary.size()];
        for (int id = 0; id < codePoints.length; id++) {
            String character = vocabulary.get(id);
            if (character == null || character.codePointCount(0, character.length()) != 1) {
                throw new ImportRejected("its vocabulary has something at %d that is not one character".formatted(id));
            }
            codePoints[id] = character.codePointAt(0);
        }
        return vocabularyOf(codePoints);
    }

    static Vocabulary vocabularyOf(int[] codePoints) {
        try {
            return Vocabulary.of(codePoints);
        } catch (IllegalArgumentException e) {
            throw new ImportRejected("its vocabulary is not possible: " + e.getMessage());
        }
    }

    /// Compares what is said here with what the weights say.
    ///
    /// @throws ImportRejected if they differ
    void requireAgreement(String expectedFormat, ModelShape shape) {
        ModelManifest.Shape sizes = ModelManifest.Shape.of(shape);
        agree("format", format, expectedFormat);
        agree("cell", cell, sizes.cell());
        agree("gruReset", gruReset, sizes.gruReset());
        agree("layers", layers, shape.layers());
        agree("hiddenSize", hiddenSize, shape.hidden());
        agree("embeddingSize", embeddingSize, shape.embedding());
    }

    private static void agree(String field, @Nullable Object said, @Nullable Object found) {
        if (said != null && !said.equals(found)) {
            throw new ImportRejected("its config.json has %s %s, its weights have %s"
                    .formatted(field, ForeignNames.shown(said.toString()), found));
        }
    }

    /// The gates' order in the file.
    ///
    /// @param usual where nothing is said
    GateOrder orderOr(GateOrder usual) {
        return gateOrder == null ? usual : new GateOrder(usual.cell(), gateOrder);
    }

    /// Whether a GRU's update gate weights the candidate.
    boolean candidateUpdate(ModelShape shape) {
        if (updateGate == null) {
            return false;
        }
        if (!updateGate.equals(OLD) && !updateGate.equals(CANDIDATE)) {
            throw new ImportRejected("its updateGate is neither old nor candidate");
        }
        if (ModelManifest.Shape.of(shape).gruReset() == null) {
            throw new ImportRejected("it has an updateGate, and no GRU");
        }
        return updateGate.equals(CANDIDATE);
    }
}
