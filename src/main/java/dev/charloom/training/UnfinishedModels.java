package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.StoredModel;
import org.jspecify.annotations.Nullable;

/// The models of jobs that have not ended well, as their checkpoints have them.
final class UnfinishedModels {

    private final ModelPublisher publisher;
    private final JobStore store;

    UnfinishedModels(ModelPublisher publisher, JobStore store) {
        this.publisher = publisher;
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
        int version = there != null ? there : publisher.publish(draft, weights, state, ModelPublisher.CHECKPOINT);
        return handle.published(version, store::save);
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
