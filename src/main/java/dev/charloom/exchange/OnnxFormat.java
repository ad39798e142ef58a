package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.StoredVersion;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;

/// One ONNX file, see [OnnxGraph]; what [SideFile] has elsewhere is in its metadata. It is only written.
final class OnnxFormat implements ModelFormat {

    private static final String NAME = "onnx";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String mediaType() {
        return "application/octet-stream"; // none is registered
    }

    @Override
    public String fileExtension() {
        return "onnx";
    }

    @Override
    public boolean canBeRead() {
        return false;
    }

    @Override
    public OptionalDouble largestDifference(StoredVersion version) throws IOException {
        if (!isRuntimeAtHand()) {
            return OptionalDouble.empty();
        }
        Parameters parameters = version.parameters();
        int[] ids = SelfCheck.usualIds(parameters.shape().vocabulary());
        var file = new ByteArrayOutputStream();
        write(version, file);
        float[][] theirs = OnnxRuntime.logits(file.toByteArray(), parameters.shape(), ids);
        return OptionalDouble.of(Logits.largestDifference(Logits.afterEach(parameters, ids), theirs));
    }

    private static boolean isRuntimeAtHand() {
        try {
            return OnnxRuntime.isUsable();
        } catch (LinkageError e) {
            return false;
        }
    }

    @Override
    public void write(StoredVersion version, OutputStream out) throws IOException {
        ModelManifest manifest = version.manifest();
        Parameters parameters = PlainParameters.of(NAME, version.parameters());
        ProtobufMessage model = OnnxGraph.model(parameters, metadata(manifest, parameters.shape()));
        if (model.size() > Integer.MAX_VALUE) {
            throw new NotExpressible(NAME, "a protocol buffer has at most 2147483647 bytes, and this model takes more");
        }
        var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
        model.writeTo(buffered);
        buffered.flush();
    }

    private static Map<String, String> metadata(ModelManifest manifest, ModelShape shape) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("vocabulary", JSON.writeValueAsString(SideFile.characters(manifest.vocabulary())));
        metadata.put("mode", manifest.tokenisation().mode());
        metadata.put("startInput", manifest.tokenisation().startInput());
        metadata.put("noCharacter", Integer.toString(shape.vocabulary()));
        return metadata;
    }
}
