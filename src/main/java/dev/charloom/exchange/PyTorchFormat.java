package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A zip archive of `model.safetensors`, a `state_dict` of PyTorch's modules, see [PyTorchLayout], and
/// `config.json`, see [SideFile].
final class PyTorchFormat implements ModelFormat {

    private static final String NAME = "pytorch";
    private static final String WEIGHTS = "model.safetensors";
    private static final Map<String, Long> FILES = Map.of(WEIGHTS, Long.MAX_VALUE, SideFile.NAME, SideFile.MOST_BYTES);

    private final ImportLimits limits;

    PyTorchFormat(ImportLimits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String mediaType() {
        return "application/zip";
    }

    @Override
    public String fileExtension() {
        return "zip";
    }

    @Override
    public void write(StoredVersion version, OutputStream out) throws IOException {
        Parameters parameters = PlainParameters.of(NAME, version.parameters());
        ModelShape shape = parameters.shape();
        if (shape.cell() == CellKind.GRU_RESET_BEFORE) {
            throw new NotExpressible(
                    NAME, "PyTorch's nn.GRU resets after the recurrent product, and this model's GRU before it");
        }
        var order = GateOrder.pytorch(shape.cell());
        var vocabulary = Vocabulary.of(version.manifest().vocabulary());
        var side = SideFile.of(NAME, shape, version.manifest(), order, SelfCheck.of(parameters, vocabulary));
        List<TensorLayout> layout = PyTorchLayout.of(shape, PyTorchLayout.Names.OURS, order, false);
        var zip = new ZipPacking(out);
        zip.add(SideFile.NAME, content -> content.write(side.toJson()));
        zip.add(WEIGHTS, content -> ForeignSafetensors.write(layout, parameters, content));
        zip.finish();
    }

    @Override
    public StoredVersion read(ModelName name, InputStream in, Path scratch) throws IOException {
        var files = UnpackedFiles.unpack(in, scratch, limits, FILES::get, FILES.size());
        SideFile side = SideFile.read(files.required(SideFile.NAME));
        Vocabulary vocabulary = side.requiredVocabulary();
        var state = PyTorchState.of(ForeignSafetensors.read(files.required(WEIGHTS)), vocabulary.size());
        ModelShape shape = state.shape();
        List<TensorLayout> layout = PyTorchLayout.of(
                        shape,
                        state.names(),
                        side.orderOr(GateOrder.pytorch(shape.cell())),
                        side.candidateUpdate(shape))
                .stream()
                .filter(tensor -> !state.isLeftOut(tensor.name()))
                .toList();
        return new ForeignModel(NAME, side, shape, vocabulary, layout, state.tensors()).read(name, "text");
    }
}
