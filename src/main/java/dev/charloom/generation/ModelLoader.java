package dev.charloom.generation;

import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.QuantizedBlas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.engine.kernel.WeightBits;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import dev.charloom.sampling.Predictor;
import dev.charloom.sampling.TextWriter;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/// Reads models into memory and gives each a worker.
final class ModelLoader implements LoadedModels.Loader {

    private final ModelRepository repository;
    private final JobModels jobs;
    private final Blas exact;
    private final Map<WeightBits, QuantizedBlas> quantized = new EnumMap<>(WeightBits.class);
    private final Blas anyFormat;
    private final SharedTeam team;
    private final ModelWorker.Limits limits;
    private final ThreadFactory threads;
    private final WritingMetrics metrics;

    ModelLoader(
            ModelRepository repository,
            JobModels jobs,
            Blas blas,
            SharedTeam team,
            ModelWorker.Limits limits,
            ThreadFactory threads,
            WritingMetrics metrics) {
        this.repository = repository;
        this.jobs = jobs;
        exact = blas;
        for (WeightBits bits : WeightBits.values()) {
            quantized.put(bits, new QuantizedBlas(blas, bits));
        }
        anyFormat = blas(WeightBits.EIGHT); // one that multiplies with integers takes those of any size, and floats
        this.team = team;
        this.limits = limits;
        this.threads = threads;
        this.metrics = metrics;
    }

    @Override
    public LoadedModel load(ModelKey key) {
        return switch (key) {
            case ModelKey.Version version -> published(version);
            case ModelKey.Mixture mixture -> mixed(mixture);
            case ModelKey.Checkpoint checkpoint -> unfinished(checkpoint);
        };
    }

    private LoadedModel published(ModelKey.Version version) {
        StoredModel stored = repository.load(version.reference());
        return loaded(
                List.of(version.reference()),
                Author.of(version.reference()),
                stored.manifest(),
                Predictor.of(network(stored, version.format()), anyFormat));
    }

    private LoadedModel unfinished(ModelKey.Checkpoint checkpoint) {
        StoredModel stored = jobs.checkpoint(checkpoint.job());
        return loaded(
                List.of(),
                new Author(stored.manifest().name().value(), null),
                stored.manifest(),
                Predictor.of(network(stored, WeightFormat.FLOAT32), anyFormat));
    }

    private LoadedModel mixed(ModelKey.Mixture mixture) {
        List<ModelReference> references =
                mixture.versions().stream().map(ModelKey.Version::reference).toList();
        List<StoredModel> stored = references.stream().map(repository::load).toList();
        ModelManifest first = stored.getFirst().manifest();
        stored.forEach(it -> requireSameText(first, it.manifest()));
        var networks = new ArrayList<Network>();
        for (int i = 0; i < stored.size(); i++) {
            networks.add(network(stored.get(i), mixture.versions().get(i).format()));
        }
        double[] weights =
                mixture.weights().stream().mapToDouble(Double::doubleValue).toArray();
        return loaded(references, Author.of(references), first, Predictor.mixture(networks, weights, anyFormat));
    }

    private static void requireSameText(ModelManifest one, ModelManifest other) {
        if (!Arrays.equals(one.vocabulary(), other.vocabulary())) {
            throw new EnsembleMismatch("%s and %s have different vocabularies".formatted(one.name(), other.name()));
        }
        if (!one.tokenisation().mode().equals(other.tokenisation().mode())) {
            throw new EnsembleMismatch("%s writes %s, and %s writes %s"
                    .formatted(
                            one.name(),
                            one.tokenisation().mode(),
                            other.name(),
                            other.tokenisation().mode()));
        }
    }

    private Network network(StoredModel stored, WeightFormat format) {
        WeightBits bits = format.bits();
        return Network.forInference(stored.parameters(), bits == null ? exact : blas(bits));
    }

    private Blas blas(WeightBits bits) {
        return Objects.requireNonNull(quantized.get(bits), "there is one for any number of bits");
    }

    /// @param manifest what it knows of its text
    private LoadedModel loaded(
            List<ModelReference> versions, Author author, ModelManifest manifest, Predictor predictor) {
        Vocabulary vocabulary = Vocabulary.of(manifest.vocabulary());
        TextMode mode = TextMode.named(manifest.tokenisation().mode());
        var writer = new TextWriter(predictor, vocabulary, mode);
        var worker = new ModelWorker(
                writer.loop(limits.lanes(), team),
                limits,
                threads,
                texts -> metrics.of(author).passed(texts));
        return new LoadedModel(
                versions, author, vocabulary, mode, manifest.corpus().characterCounts(), writer, worker);
    }
}
