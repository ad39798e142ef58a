package dev.charloom.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.repository.ModelRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

class RefusedModelsTest {

    private static final ModelShape SHAPE = new ModelShape(Versions.V, CellKind.LSTM, 2, 5, 3);
    private static final ModelFormat PYTORCH = new PyTorchFormat(ForeignArchive.LIMITS);
    private static final ModelFormat KERAS = new KerasFormat(ForeignArchive.LIMITS);
    private static final ModelFormat NUMPY = new NumpyDirectoryFormat(ForeignArchive.LIMITS);

    private static final String SAFETENSORS = "model.safetensors";

    private static ForeignArchive archive(ModelFormat format) {
        return ForeignArchive.written(format, Versions.random(SHAPE, 1));
    }

    private static void assertRefused(ModelFormat format, byte[] archive, String... reason) {
        assertThatThrownBy(() -> ForeignArchive.read(format, archive))
                .isInstanceOf(ImportRejected.class)
                .hasMessageContainingAll(reason);
    }

    private static void assertRefused(ModelFormat format, ForeignArchive archive, String... reason) {
        assertRefused(format, archive.zip(), reason);
    }

    /// The header of the safetensors file with something replaced; the numbers stay.
    private static ForeignArchive withHeader(UnaryOperator<String> change) {
        ForeignArchive archive = archive(PYTORCH);
        byte[] file = archive.get(SAFETENSORS);
        int length = (file[0] & 0xff) | ((file[1] & 0xff) << 8);
        String header = new String(file, 8, length, StandardCharsets.UTF_8);
        String changed = change.apply(header);
        assertThat(changed).isNotEqualTo(header);
        byte[] json = changed.getBytes(StandardCharsets.UTF_8);
        byte[] numbers = Arrays.copyOfRange(file, 8 + length, file.length);
        return archive.with(SAFETENSORS, ForeignArchive.concat(ForeignArchive.length(json.length), json, numbers));
    }

    private static ForeignArchive withConfig(ModelFormat format, Consumer<ObjectNode> change) {
        ForeignArchive archive = archive(format);
        ObjectNode config = archive.config();
        change.accept(config);
        return archive.withConfig(config);
    }

    @Test
    void anArchiveThatBreaksOffIsRefused() {
        for (ModelFormat format : List.of(PYTORCH, KERAS, NUMPY)) {
            byte[] whole = archive(format).zip();
            for (int percent : List.of(1, 30, 60)) {
                byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);

                assertThatThrownBy(() -> ForeignArchive.read(format, part)).isInstanceOf(ImportRejected.class);
            }
        }
    }

    @Test
    void whatIsNoArchiveIsRefusedAsSuch() {
        for (ModelFormat format : List.of(PYTORCH, KERAS, NUMPY, new CharloomFormat(ForeignArchive.LIMITS))) {
            assertRefused(format, "weights".getBytes(StandardCharsets.UTF_8), "not a zip archive");
            assertRefused(format, new byte[0], "not a zip archive");
        }
    }

    @Test
    void afterARefusalNothingIsLeft(@TempDir Path directory) throws IOException {
        ModelRepository repository = mock();
        var exchange = new ModelExchange(repository, directory.resolve("imports"), Clock.systemUTC());
        ForeignArchive keras = archive(KERAS);
        byte[] config = withConfig(KERAS, it -> it.put("hiddenSize", 99)).get("config.json");
        byte[] broken = keras.with("config.json", config).zip();

        assertThatThrownBy(() -> exchange.publish(KERAS, null, new ByteArrayInputStream(broken)))
                .isInstanceOf(ImportRejected.class)
                .hasMessage("its config.json has hiddenSize 99, its weights have 5");

        verifyNoInteractions(repository);
        try (var left = Files.walk(directory.resolve("imports"))) {
            assertThat(left).containsExactly(directory.resolve("imports"));
        }
    }

    /// `torch.save` writes a zip archive, of stored files with their sizes behind them.
    @Test
    void whatTorchSaveWritesIsRefusedWithWhatToUse() {
        byte[] saved = archive(PYTORCH).zip();
        saved[6] |= 8; // the first file's flags: sizes follow
        saved[8] = 0; // its method: stored
        assertRefused(PYTORCH, saved, "what torch.save writes is none");

        assertRefused(PYTORCH, archive(PYTORCH).with(SAFETENSORS, saved), "safetensors.torch.save_file writes");
    }

    @Test
    void aSafetensorsFileThatBreaksOffOrGoesOnIsRefused() {
        byte[] file = archive(PYTORCH).get(SAFETENSORS);
        for (int length : List.of(0, 7, 100)) {
            assertRefused(PYTORCH, archive(PYTORCH).with(SAFETENSORS, Arrays.copyOf(file, length)), "breaks off");
        }
        for (int length : List.of(file.length - 1, file.length + 1)) {
            assertRefused(
                    PYTORCH,
                    archive(PYTORCH).with(SAFETENSORS, Arrays.copyOf(file, length)),
                    "where its header tells of " + file.length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, (1 << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void aHeaderOfAnImpossibleLengthIsRefused(long length) {
        byte[] file = ForeignArchive.concat(ForeignArchive.length(length), new byte[64]);

        assertRefused(PYTORCH, archive(PYTORCH).with(SAFETENSORS, file), "has a header of " + length + " bytes");
    }

    @Test
    void sizesThatTheFileDoesNotHaveAreRefusedBeforeMemoryIsTaken() {
        for (String shape :
                List.of("[2147483647,2147483647]", "[-1,3]", "[1.5,3]", "[11,4]", "\"x\"", "[99999999999]")) {
            assertRefused(
                    PYTORCH, withHeader(header -> header.replaceFirst("\\[11,3]", shape)), "impossible shape or place");
        }
        assertRefused(PYTORCH, withHeader(header -> header.replaceFirst("\\[0,132]", "[4,136]")), "overlap");
        assertRefused(
                PYTORCH, withHeader(header -> header.replaceFirst("F32", "I64")), "type I64", "no floating-point");
        assertRefused(PYTORCH, withHeader(header -> header.substring(1)), "is not JSON");
    }

    @Test
    void aNumberThatIsNotFiniteIsRefused() {
        ForeignArchive archive = archive(PYTORCH);
        byte[] file = archive.get(SAFETENSORS);
        Arrays.fill(file, file.length - 4, file.length, (byte) 0xff);

        assertRefused(PYTORCH, archive, "its output.bias has a number that is not finite");
    }

    @Test
    void biasesWhoseSumIsNotFiniteAreRefused() {
        assertRefused(PYTORCH, withBiases(3e38f, 3e38f, 0), "add up to a number that is not finite, in layer.0.b");
        assertRefused(PYTORCH, withBiases(3e38f, 0, 3e38), "add up to a number that is not finite, in layer.0.b");
    }

    /// Zeros but for the biases, and without a self-check.
    private static ForeignArchive withBiases(float ofInput, float ofState, double forgetBias) {
        var file = new LinkedHashMap<String, ForeignArchive.Tensor>();
        for (TensorLayout tensor :
                PyTorchLayout.of(SHAPE, PyTorchLayout.Names.OURS, GateOrder.pytorch(SHAPE.cell()), false)) {
            float[] values = new float[tensor.size()];
            if (tensor.name().contains("bias_")) {
                Arrays.fill(values, tensor.name().contains("bias_ih") ? ofInput : ofState);
            }
            file.put(tensor.name(), ForeignArchive.tensor(tensor.shape(), values));
        }
        return withConfig(
                        PYTORCH, config -> config.put("forgetBias", forgetBias).remove("selfCheck"))
                .with(SAFETENSORS, ForeignArchive.safetensors(file));
    }

    @ParameterizedTest
    @CsvSource({
        "rnn.weight_ih_l0_reverse, a bidirectional layer",
        "rnn.weight_hr_l0, an LSTM with projections",
        "attention.in_proj_weight, attention",
        "self_attn.out.weight, attention",
        "layer_norm.weight, normalisation",
        "conv1.weight, a convolution"
    })
    void whatIsNoPlainStackIsRefusedByName(String name, String part) {
        assertRefused(
                PYTORCH, withHeader(header -> header.replace("rnn.weight_hh_l1", name)), name, "belongs to " + part);
    }

    @Test
    void tensorsThatAreMissingOrTooManyAreRefused() {
        assertRefused(
                PYTORCH, withHeader(header -> header.replace("rnn.bias_hh_l1", "rnn.bias_xx_l1")), "no rnn.bias_hh_l1");
        assertRefused(
                PYTORCH,
                withHeader(header -> header.replace("rnn.weight_ih_l1", "x.weight_ih_l0")),
                "several recurrent");
        assertRefused(PYTORCH, withHeader(header -> header.replace("weight_ih_l0", "w")), "it has no weight_ih_l0");
        assertRefused(
                PYTORCH, withHeader(header -> header.replace("rnn.bias_hh_l1", "extra.weight")), "it has 3 matrices");
    }

    @Test
    void modulesWithoutBiasesHaveZeros() throws IOException {
        ForeignArchive archive = withConfig(PYTORCH, config -> config.remove("selfCheck"));
        var file = new LinkedHashMap<String, ForeignArchive.Tensor>();
        for (TensorLayout tensor :
                PyTorchLayout.of(SHAPE, PyTorchLayout.Names.OURS, GateOrder.pytorch(SHAPE.cell()), false)) {
            if (!tensor.name().contains("bias")) {
                file.put(tensor.name(), ForeignArchive.tensor(tensor.shape(), new float[tensor.size()]));
            }
        }

        var read = ForeignArchive.read(
                PYTORCH,
                archive.with(SAFETENSORS, ForeignArchive.safetensors(file)).zip());

        assertThat(new OurTensors(read.parameters()).get("layer.1.b").values()).containsOnly(0f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cell; \"gru\"; its config.json has cell gru, its weights have lstm",
                "layers; 3; layers 3, its weights have 2",
                "embeddingSize; 0; embeddingSize 0, its weights have 3",
                "gruReset; \"after\"; its config.json has gruReset after, its weights have null",
                "format; \"keras\"; format keras, its weights have pytorch",
                "formatVersion; 2; unknown formatVersion",
                "mode; \"words\"; neither lines nor text",
                "updateGate; \"candidate\"; no GRU",
                "updateGate; \"new\"; neither old nor candidate",
                "gateOrder; [\"i\",\"f\",\"o\"]; is no order of the gates",
                "gateOrder; [\"i\",\"f\",\"f\",\"o\"]; is no order of the gates",
                "gateOrder; [\"i\",\"f\",null,\"o\"]; gateOrder [i, f, null, o] is no order of the gates",
                "forgetBias; 1e999; forgetBias",
                "forgetbias; 1.0; unknown value at forgetbias",
                "layers; 2.5; value at layers",
                "layers; \"2\"; value at layers",
                "vocabulary; [\"ab\"]; not one character",
                "vocabulary; [\"a\",\"a\"]; twice in the vocabulary",
                "vocabulary; [\"\\n\",\"b\"]; of shape [11, 3] where [2, 3] belongs",
                "vocabulary; [null]; not one character",
                "vocabulary; []; a vocabulary needs at least one character",
                "vocabulary; null; no vocabulary",
                "selfCheck; {\"text\":\"\",\"logits\":[]}; no text of 1 to 1000 characters",
                "selfCheck; {\"text\":\"ab\",\"logits\":[[1]]}; not 2 rows of 11 logits",
                "selfCheck; {\"text\":\"Q\",\"logits\":[[1]]}; not in the vocabulary",
                "selfCheck; {}; no text"
            })
    void aConfigThatDoesNotFitIsRefused(String field, String value, String reason) {
        assertRefused(
                PYTORCH,
                withConfig(PYTORCH, config -> {
                    config.putRawValue(field, new RawValue(value));
                }),
                reason);
    }

    @Test
    void filesThatAreMissingOrDoNotBelongThereAreRefused() {
        assertRefused(PYTORCH, archive(PYTORCH).without("config.json"), "it holds no config.json");
        assertRefused(PYTORCH, archive(PYTORCH).with("config.json", "{"), "not JSON");
        assertRefused(PYTORCH, archive(PYTORCH).with("config.json", "null"), "formatVersion");
        assertRefused(PYTORCH, archive(PYTORCH).with("run.sh", "rm"), "does not belong there: run.sh");
        assertRefused(PYTORCH, archive(PYTORCH).with("../config.json", "{}"), "does not belong there");
        assertRefused(PYTORCH, archive(PYTORCH).with("a/b/config.json", "{}"), "does not belong there");
        assertRefused(
                PYTORCH,
                archive(PYTORCH).without(SAFETENSORS).with("a/config.json", "{}"),
                "it holds config.json twice");
        assertRefused(NUMPY, archive(NUMPY).without("depth.txt"), "it holds no depth.txt");
    }

    @Test
    void anArchiveWhoseFormatWasNotSaidIsRefusedWithWhatToSay() {
        var charloom = new CharloomFormat(ForeignArchive.LIMITS);
        for (ModelFormat format : List.of(PYTORCH, KERAS, NUMPY)) {
            assertRefused(charloom, archive(format).zip("mine/"), "it holds mine/config.json", "say which with format");
        }
        assertRefused(charloom, archive(PYTORCH).without("config.json"), "model.safetensors", "say which with format");
    }

    @Test
    void aFileWithinAnotherFileIsRefused() {
        String inner = "config.json/config.json";
        assertRefused(PYTORCH, archive(PYTORCH).with(inner, "{}"), "within another file: " + inner);
        ForeignArchive innerFirst = new ForeignArchive().with(inner, "{}").with("config.json", "{}");
        assertRefused(PYTORCH, innerFirst, "within another file: config.json");
    }

    @Test
    void aDirectoryThatHoldsBytesIsRefusedBeforeTheyAreUnpacked() throws IOException {
        byte[] bomb = archive(PYTORCH).with("aDirectory_", new byte[64 << 20]).zip();
        byte[] zeros =
                new ForeignArchive().with("aDirectory_", new byte[64 << 20]).zip();
        for (byte[] zip : List.of(bomb, zeros)) {
            byte[] patched = new String(zip, StandardCharsets.ISO_8859_1)
                    .replace("aDirectory_", "aDirectory/")
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertRefused(PYTORCH, patched, "its directory aDirectory/ holds bytes of its own");
        }
    }

    @Test
    void anArchiveThatBecomesFarLargerIsRefused() {
        byte[] zeros = archive(PYTORCH).with(SAFETENSORS, new byte[20 << 20]).zip();

        assertThatThrownBy(() -> ForeignArchive.read(PYTORCH, zeros)).isInstanceOf(ArchiveTooLarge.class);
        byte[] nested = archive(KERAS)
                .with(
                        "weights.npz",
                        new ForeignArchive()
                                .with("arr_0.npy", new byte[20 << 20])
                                .zip())
                .zip();
        assertThatThrownBy(() -> ForeignArchive.read(KERAS, nested)).isInstanceOf(ArchiveTooLarge.class);
    }

    @Test
    void arraysThatAreNoStackOfKerasAreRefused() {
        assertRefused(KERAS, keras(weights -> weights.without("arr_3.npy")), "no arr_3 among its 8 arrays");
        assertRefused(KERAS, keras(weights -> weights.without("arr_8.npy").without("arr_7.npy")), "it has 7 arrays");
        assertRefused(
                KERAS,
                keras(weights -> weights.with("arr_4.npy", ForeignArchive.npy(new int[] {1, 1, 1}, 0))),
                "arr_4 of shape [1, 1, 1] belongs to attention");
        assertRefused(
                KERAS,
                keras(weights -> weights.with("arr_7.npy", ForeignArchive.npy(new int[] {10, 11}, new double[110]))),
                "bidirectional");
        assertRefused(
                KERAS,
                keras(weights -> weights.with("arr_2.npy", ForeignArchive.npy(new int[] {5, 21}, new double[105]))),
                "is no recurrent kernel");
        assertRefused(KERAS, keras(weights -> weights.with("bidirectional_kernel.npy", "")), "a bidirectional layer");
        assertRefused(KERAS, archive(KERAS).with("weights.npz", "nothing"), "it has 0 arrays");
    }

    @Test
    void arraysThatAreNotWhatTheirHeadersSayAreRefused() {
        String header = "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }";
        assertRefused(KERAS, npy("|O", "False", "11, 3", header), "type O, which is no floating-point type");
        assertRefused(KERAS, npy("<i8", "False", "11, 3", header), "type i8");
        assertRefused(KERAS, npy("<f8", "False", "11, 4", header), "not as many numbers");
        assertRefused(KERAS, npy("<f8", "False", "999999999999, 999999999999", header), "not as many numbers");
        assertRefused(KERAS, npy("<f8", "Maybe", "11, 3", header), "cannot be understood");
        assertRefused(KERAS, npy("<f8", "False", "11, 3", "__import__('os')"), "cannot be understood");
        assertRefused(KERAS, keras(weights -> weights.with("arr_0.npy", "PK")), "no NumPy array");
        assertRefused(
                KERAS,
                keras(weights -> weights.with("arr_0.npy", Arrays.copyOf(weights.get("arr_0.npy"), 9))),
                "impossible length");
    }

    private static ForeignArchive npy(String descr, String fortran, String shape, String header) {
        byte[] array = ForeignArchive.npy(header.formatted(descr, fortran, shape), new double[33]);
        return keras(weights -> weights.with("arr_0.npy", array));
    }

    private static ForeignArchive keras(UnaryOperator<ForeignArchive> change) {
        ForeignArchive archive = archive(KERAS);
        return archive.with(
                "weights.npz",
                change.apply(ForeignArchive.of(archive.get("weights.npz"))).zip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "depth.txt; two; its depth.txt is no number of 1 to 512",
                "depth.txt; 999999999; its depth.txt is no number of 1 to 512",
                "depth.txt; 3; it has no wu_2",
                "inter_time_step_size.txt; 0; is no number of 1 to 1048576",
                "inter_time_step_size.txt; 6; it has wu_0 of shape [5, 16] where [6, 17] belongs",
                "unit_type.txt; rnn; neither gru nor lstm",
                "unit_type.txt; gru; it has no wr_0",
                "vocabulary.txt; ab[separator]c; not one character",
                "vocabulary.txt; a[separator]b; another vocabulary than its vocabulary.txt",
                "weights/xx_0.npy; nothing; no NumPy array"
            })
    void aDirectoryThatDoesNotFitIsRefused(String file, String content, String reason) {
        ForeignArchive archive = archive(NUMPY).with(file, content);

        assertRefused(NUMPY, reason.contains("vocabulary.txt") ? archive : archive.without("config.json"), reason);
    }

    @Test
    void whatTheDirectoryFixesIsNotSaidOtherwise() {
        assertRefused(NUMPY, withConfig(NUMPY, config -> config.put("updateGate", "old")), "itself fixes");
    }
}
