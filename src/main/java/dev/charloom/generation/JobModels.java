package dev.charloom.generation;

import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModel;

/// Knows what training jobs have learned so far, and whether one is at work.
public interface JobModels {

    /// Where the weights of a job are.
    sealed interface Place {

        /// They are published.
        record Published(ModelReference model) implements Place {}

        /// They are those of its latest checkpoint.
        record Checkpoint(long step) implements Place {}
    }

    /// Where the latest weights of a job are now.
    Place latest(String job);

    /// The latest checkpoint of a job.
    StoredModel checkpoint(String job);

    /// Whether a job is at work now, with all processors it can get.
    boolean atWork();
}
