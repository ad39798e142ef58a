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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A zip archive of the directory that the deep-RNN article's program keeps a model in, see [NumpyDirectoryLayout],
/// with `config.json` beside it, which that program does not look at.
///
/// | file | content |
/// |---|---|
/// | `vocabulary.txt` | the characters by id, joined by `[separator]` |
/// | `inter_time_step_size.txt` | H |
/// | `unit_type.txt` | `gru` or `lstm` |
/// | `depth.txt` | L |
/// | `weights/<name>_<level>.npy`, `weights/wy.npy`, `weights/by.npy` | float64 |
final class NumpyDirectoryFormat implements ModelFormat {

    private static final String NAME = "numpy-directory";

    private final ImportLimits limits;

    NumpyDirectoryFormat(ImportLimits limits) {
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
        String unit = unit(version.parameters().shape().cell());
        Parameters parameters = OneHotInput.of(PlainParameters.of(NAME, version.parameters()));
        ModelShape shape = parameters.shape();
        var vocabulary = Vocabulary.of(version.manifest().vocabulary());
        var side = SideFile.of(
                        NAME,
                        shape,
                        version.manifest(),
                        GateOrder.pytorch(shape.cell()),
                        SelfCheck.of(parameters, vocabulary))
                .withoutGates();
        var zip = new ZipPacking(out);
        zip.add(SideFile.NAME, content -> content.write(side.toJson()));
        text(zip, NumpyDirectory.VOCABULARY, NumpyDirectory.joined(vocabulary));
        text(zip, NumpyDirectory.HIDDEN, Integer.toString(shape.hidden()));
        text(zip, NumpyDirectory.UNIT, unit);
        text(zip, NumpyDirectory.DEPTH, Integer.toString(shape.layers()));
        var ours = new OurTensors(parameters);
        for (TensorLayout array : NumpyDirectoryLayout.OURS.of(shape)) {
            zip.add(
                    NumpyDirectory.WEIGHTS + array.name() + NumpyDirectory.SUFFIX,
                    content -> NpyArray.write(array.shape(), array.from(ours), ElementType.FLOAT64, content));
        }
        zip.finish();
    }

    private static void text(ZipPacking zip, String name, String text) throws IOException {
        zip.add(name, content -> content.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String unit(CellKind cell) {
        return switch (cell) {
            case GRU_RESET_BEFORE -> NumpyDirectory.GRU;
            case LSTM -> NumpyDirectory.LSTM;
            case RNN -> throw new NotExpressible(NAME, "the article has units of GRU and LSTM only");
            case GRU_RESET_AFTER ->
                throw new NotExpressible(
                        NAME, "the article's GRU resets before the recurrent product, and this model's after it");
        };
    }

    @Override
    public StoredVersion read(ModelName name, InputStream in, Path scratch) throws IOException {
        var files = UnpackedFiles.unpack(in, scratch, limits, NumpyDirectoryFormat::most, NumpyDirectory.MOST_FILES);
        @Nullable Path config = files.find(SideFile.NAME).orElse(null);
        SideFile side = config == null ? SideFile.ABSENT : SideFile.read(config);
        var directory = NumpyDirectory.read(files);
        Vocabulary vocabulary = directory.vocabulary();
        if (side.vocabulary() != null && !side.requiredVocabulary().equals(vocabulary)) {
            throw new ImportRejected("its config.json has another vocabulary than its vocabulary.txt");
        }
        side.requireNoGates(NAME);
        List<TensorLayout> layout = directory.layout().of(directory.shape());
        String usualMode = vocabulary.newline() >= 0 ? "lines" : "text";
        return new ForeignModel(NAME, side, directory.shape(), vocabulary, layout, directory.arrays())
                .read(name, usualMode);
    }

    private static @Nullable Long most(String name) {
        if (name.equals(SideFile.NAME)) {
            return SideFile.MOST_BYTES;
        }
        return NumpyDirectory.most(name);
    }
}
