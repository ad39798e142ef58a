package dev.charloom.exchange;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.StoredVersion;
import dev.charloom.sampling.Novelty;
import dev.charloom.text.Vocabulary;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What has to be true of a version from elsewhere before it is published, so that whatever reads it later can rely on
/// it. That the weights fit the shape and are finite is seen where they are read.
final class ImportedVersions {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> MODES = Set.of("lines", "text");

    private ImportedVersions() {}

    /// @throws ImportRejected if something is not
    static void check(StoredVersion version) {
        ModelManifest manifest = version.manifest();
        require(MODES.contains(String.valueOf(manifest.tokenisation().mode())), "its model.json has an unknown mode");
        possible(() -> Vocabulary.of(manifest.vocabulary()), "its model.json has no possible vocabulary");
        byte[] novelty = version.novelty();
        if (novelty != null) {
            possible(() -> Novelty.read(novelty), "its novelty.bin holds no hashes of a corpus");
        }
        require(counts(manifest), "its model.json does not tell how often each character stands in the corpus");
        require(strings(manifest), "its model.json leaves out where the model comes from");
        require(finite(manifest.training()), "its model.json has a loss that is no finite number");
        version.history().forEach(line -> require(isObject(line), "its history.jsonl is not one JSON object a line"));
    }

    private static void possible(Runnable reading, String otherwise) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw new ImportRejected(otherwise);
        }
    }

    private static boolean counts(ModelManifest manifest) {
        long[] counts = manifest.corpus().characterCounts();
        return counts.length == manifest.vocabulary().length
                && Arrays.stream(counts).allMatch(count -> count >= 0 && count < Long.MAX_VALUE / counts.length)
                && manifest.corpus().lineLengths().stream().allMatch(Objects::nonNull);
    }

    private static boolean strings(ModelManifest manifest) {
        ModelManifest.Training training = manifest.training();
        return Stream.of(
                        manifest.corpus().sha256(),
                        training.job(),
                        training.parameters(),
                        training.codeVersion(),
                        training.validationMethod(),
                        manifest.conventions().gateOrder(),
                        manifest.conventions().layout(),
                        manifest.tokenisation().startInput())
                .allMatch(Objects::nonNull);
    }

    private static boolean finite(ModelManifest.Training training) {
        Double loss = training.validationLoss();
        return Double.isFinite(training.trainLoss()) && (loss == null || Double.isFinite(loss));
    }

    private static boolean isObject(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ImportRejected(otherwise);
        }
    }
}
