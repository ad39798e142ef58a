package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.StorageFailed;
import dev.charloom.repository.StoredModel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The models of jobs that have not ended well, as their checkpoints have them.
final class UnfinishedModels {

    private final ModelPublisher publisher;
    private final CorpusStore corpora;
    private final JobStore store;

    UnfinishedModels(ModelPublisher publisher, CorpusStore corpora, JobStore store) {
        this.publisher = publisher;
        this.corpora = corpora;
        this.store = store;
    }

    /// The model as the last checkpoint has it.
    ///
    /// @throws NoCheckpoint if there is none
    StoredModel latest(JobHandle handle) {
        ModelManifest draft = draft(handle);
        var weights = new Parameters(draft.shape().toModelShape());
        RunState state = found(handle, handle.files().checkpoints().readWeights(TrainingRun.named(weights.tensors())));
        return new StoredModel(publisher.at(draft, state, ModelPublisher.CHECKPOINT), weights);
    }

    /// Publishes the best weights of the last checkpoint, unless they are published already.
    ///
    /// @return the job, with the version
    /// @throws NoCheckpoint if there is no checkpoint, or nothing was learned yet
    Job publish(JobHandle handle) {
        ModelManifest draft = draft(handle);
        var weights = new Parameters(draft.shape().toModelShape());
        RunState state = found(handle, handle.files().checkpoints().readBest(TrainingRun.named(weights.tensors())));
        if (state.step() == 0) {
            throw new NoCheckpoint(handle.job().id());
        }
        Integer there = publisher.versionOf(handle.job(), state);
        int version = there != null ? there : publish(handle.job(), draft, weights, state);
        return handle.published(version, store::save);
    }

    private int publish(Job job, ModelManifest draft, Parameters weights, RunState state) {
        try {
            return publisher.publish(draft, corpora.find(job.corpus()), weights, state, ModelPublisher.CHECKPOINT);
        } catch (IOException e) {
            throw new StorageFailed("the corpus could not be read", e);
        }
    }

    private static ModelManifest draft(JobHandle handle) {
        return found(handle, handle.files().draft());
    }

    private static <T> T found(JobHandle handle, @Nullable T value) {
        if (value == null) {
            throw new NoCheckpoint(handle.job().id());
        }
        return value;
    }
}
