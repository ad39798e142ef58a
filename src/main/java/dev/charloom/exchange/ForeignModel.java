package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A model of another framework, understood but not read yet.
///
/// @param format the name of its format
/// @param side what it says of itself
/// @param layout how its tensors are put together
/// @param tensors those that it has, by the names of the layout
record ForeignModel(
        String format,
        SideFile side,
        ModelShape shape,
        Vocabulary vocabulary,
        List<TensorLayout> layout,
        Map<String, StoredTensor> tensors) {

    private static final String LINES = "lines";
    private static final String TEXT = "text";

    /// Reads the weights and lets the model prove itself.
    ///
    /// @param usualMode where nothing is said
    /// @throws ImportRejected if the tensors are not those of the layout, or the self-check fails
    StoredVersion read(ModelName name, String usualMode) throws IOException {
        side.requireAgreement(format, shape);
        if (vocabulary.size() != shape.vocabulary()) {
            throw new ImportRejected("its vocabulary has %d characters, its weights have %d"
                    .formatted(vocabulary.size(), shape.vocabulary()));
        }
        String mode = mode(usualMode);
        requireTensors();
        Parameters parameters = weights();
        addForgetBias(parameters);
        requireFinite(parameters);
        SelfCheck check = side.selfCheck();
        Double difference = check == null ? null : check.require(parameters, vocabulary);
        var provenance = new LinkedHashMap<String, Object>();
        provenance.put("importedFrom", format);
        if (difference != null) {
            provenance.put("selfCheckDifference", difference);
        }
        return new StoredVersion(manifest(name, mode, provenance), parameters, List.of(), null);
    }

    private String mode(String usual) {
        String mode = side.mode() == null ? usual : side.mode();
        if (!mode.equals(LINES) && !mode.equals(TEXT)) {
            throw new ImportRejected("its mode is neither lines nor text");
        }
        if (mode.equals(LINES) && vocabulary.newline() < 0) {
            throw new ImportRejected("its mode is lines, and its vocabulary has no newline to end one");
        }
        return mode;
    }

    private void requireTensors() {
        for (TensorLayout expected : layout) {
            StoredTensor tensor = tensors.get(expected.name());
            if (tensor == null) {
                throw new ImportRejected("it has no " + ForeignNames.shown(expected.name()));
            }
            if (!tensor.fits(expected.shape())) {
                throw new ImportRejected(
                        "it has %s where %s belongs".formatted(tensor.described(), Arrays.toString(expected.shape())));
            }
        }
        Set<String> expected = layout.stream().map(TensorLayout::name).collect(Collectors.toSet());
        for (String name : tensors.keySet()) {
            if (!expected.contains(name)) {
                throw PlainStack.foreign(name);
            }
        }
    }

    private Parameters weights() throws IOException {
        var parameters = new Parameters(shape);
        var ours = new OurTensors(parameters);
        for (TensorLayout tensor : layout) {
            StoredTensor stored = tensors.get(tensor.name());
            if (stored != null) {
                tensor.into(stored.values(), ours);
            }
        }
        return parameters;
    }

    private void addForgetBias(Parameters parameters) {
        Double bias = side.forgetBias();
        if (bias == null) {
            return;
        }
        if (shape.cell() != CellKind.LSTM || !Float.isFinite(bias.floatValue())) {
            throw new ImportRejected("its forgetBias is not a finite number for an LSTM");
        }
        int from = GateOrder.pytorch(CellKind.LSTM).block("f") * shape.hidden();
        var ours = new OurTensors(parameters);
        for (int l = 0; l < shape.layers(); l++) {
            Parameters.Tensor b = ours.get("layer." + l + ".b");
            for (int j = from; j < from + shape.hidden(); j++) {
                b.values()[j] += bias.floatValue();
            }
        }
    }

    /// Each of its numbers is finite, but not always the sum of two: a bias of the input, one of the state,
    /// `forgetBias`.
    private static void requireFinite(Parameters parameters) {
        for (Parameters.Tensor tensor : parameters.tensors()) {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    throw new ImportRejected("its biases add up to a number that is not finite, in " + tensor.name());
                }
            }
        }
    }

    /// Nothing is known of the corpus and of the training.
    private ModelManifest manifest(ModelName name, String mode, Map<String, Object> provenance) {
        boolean lines = mode.equals(LINES);
        int characters = vocabulary.size();
        return new ModelManifest(
                ModelManifest.FORMAT_VERSION,
                name,
                0,
                Instant.EPOCH,
                ModelManifest.Shape.of(shape),
                ModelManifest.Conventions.of(shape.cell()),
                new ModelManifest.Tokenisation(
                        mode, lines ? Integer.valueOf('\n') : null, lines ? "zero vector" : "newline"),
                vocabulary.codePoints(),
                new ModelManifest.Corpus("", 0, 0, 0, characters, new long[characters], List.of()),
                new ModelManifest.Training(
                        "import",
                        provenance,
                        0,
                        "",
                        0,
                        0,
                        0,
                        0,
                        null,
                        "none: trained elsewhere",
                        null,
                        null,
                        null,
                        null));
    }
}
