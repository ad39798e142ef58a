package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A zip archive of `weights.npz`, what `numpy.savez(file, *model.get_weights())` writes, see [KerasLayout], and
/// `config.json`, see [SideFile].
final class KerasFormat implements ModelFormat {

    private static final String NAME = "keras";
    private static final String WEIGHTS = "weights.npz";
    private static final Map<String, Long> FILES = Map.of(WEIGHTS, Long.MAX_VALUE, SideFile.NAME, SideFile.MOST_BYTES);
    private static final String SUFFIX = ".npy";
    private static final String UNPACKED = ".arrays"; // nothing in an archive may be called so
    private static final int MOST_ARRAYS = 4096;

    private final ImportLimits limits;

    KerasFormat(ImportLimits limits) {
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
        var order = GateOrder.keras(shape.cell());
        var vocabulary = Vocabulary.of(version.manifest().vocabulary());
        var side = SideFile.of(NAME, shape, version.manifest(), order, SelfCheck.of(parameters, vocabulary));
        List<TensorLayout> layout = KerasLayout.of(shape, order, false);
        var zip = new ZipPacking(out);
        zip.add(SideFile.NAME, content -> content.write(side.toJson()));
        zip.add(WEIGHTS, content -> writeArrays(layout, parameters, content));
        zip.finish();
    }

    private static void writeArrays(List<TensorLayout> layout, Parameters parameters, OutputStream out)
            throws IOException {
        var npz = new ZipPacking(out);
        var ours = new OurTensors(parameters);
        for (TensorLayout array : layout) {
            npz.add(
                    array.name() + SUFFIX,
                    content -> NpyArray.write(array.shape(), array.from(ours), ElementType.FLOAT32, content));
        }
        npz.finish();
    }

    @Override
    public StoredVersion read(ModelName name, InputStream in, Path scratch) throws IOException {
        var files = UnpackedFiles.unpack(in, scratch, limits, FILES::get, FILES.size());
        SideFile side = SideFile.read(files.required(SideFile.NAME));
        Vocabulary vocabulary = side.requiredVocabulary();
        var weights = KerasWeights.of(arrays(files.required(WEIGHTS), scratch.resolve(UNPACKED)));
        ModelShape shape = weights.shape();
        List<TensorLayout> layout =
                KerasLayout.of(shape, side.orderOr(GateOrder.keras(shape.cell())), side.candidateUpdate(shape));
        return new ForeignModel(NAME, side, shape, vocabulary, layout, weights.byName()).read(name, "text");
    }

    /// The arrays of an `.npz` file, unpacked, in the order of their numbers.
    private List<StoredTensor> arrays(Path npz, Path directory) throws IOException {
        Files.createDirectory(directory);
        Set<String> names;
        try (InputStream in = Files.newInputStream(npz)) {
            ZipUnpacking.Whitelist all = name -> name.endsWith(SUFFIX) ? Long.MAX_VALUE : null;
            names = new ZipUnpacking(limits, all, MOST_ARRAYS).unpack(in, directory);
        }
        PlainStack.requireOf(names);
        var arrays = new ArrayList<StoredTensor>();
        for (int i = 0; i < names.size(); i++) {
            String name = KerasLayout.PREFIX + i;
            if (!names.contains(name + SUFFIX)) {
                throw new ImportRejected(
                        "its weights.npz has no %s among its %d arrays: numpy.savez(file,".formatted(name, names.size())
                                + " *model.get_weights()) writes what can be read");
            }
            arrays.add(NpyArray.read(name, directory.resolve(name + SUFFIX)));
        }
        return arrays;
    }
}
