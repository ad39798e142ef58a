package dev.charloom.generation;

import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import dev.charloom.sampling.TextWriter;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.concurrent.ThreadFactory;

/// Reads published models into memory and gives each a worker.
final class ModelLoader implements LoadedModels.Loader {

    private final ModelRepository repository;
    private final Blas blas;
    private final ModelWorker.Limits limits;
    private final ThreadFactory threads;

    ModelLoader(ModelRepository repository, Blas blas, ModelWorker.Limits limits, ThreadFactory threads) {
        this.repository = repository;
        this.blas = blas;
        this.limits = limits;
        this.threads = threads;
    }

    @Override
    public LoadedModel load(ModelReference reference, WeightFormat format) {
        StoredModel stored = repository.load(reference);
        ModelManifest manifest = stored.manifest();
        Blas kernel = format.kernel(blas);
        Network network = Network.forInference(stored.parameters(), kernel);
        Vocabulary vocabulary = Vocabulary.of(manifest.vocabulary());
        TextMode mode = TextMode.named(manifest.tokenisation().mode());
        var writer = new TextWriter(network, vocabulary, mode, kernel);
        return new LoadedModel(
                reference,
                network,
                vocabulary,
                mode,
                manifest.corpus().characterCounts(),
                writer,
                new ModelWorker(writer.loop(limits.lanes()), limits, threads));
    }
}
