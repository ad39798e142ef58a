package dev.charloom.generation;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import java.time.Instant;
import java.util.List;

/// Weights that never change, and the numbers they are kept in: what can be kept in memory under its name.
sealed interface ModelKey {

    /// Whether it needs some version of a model.
    boolean concerns(ModelName name);

    /// A published version. A model that was deleted and made anew has the same names, but not the same time.
    record Version(ModelReference reference, Instant createdAt, WeightFormat format) implements ModelKey {

        @Override
        public boolean concerns(ModelName name) {
            return reference.name().equals(name);
        }
    }

    /// Versions that write together.
    ///
    /// @param weights one for each of them
    record Mixture(List<Version> versions, List<Double> weights) implements ModelKey {

        public Mixture {
            versions = List.copyOf(versions);
            weights = List.copyOf(weights);
        }

        @Override
        public boolean concerns(ModelName name) {
            return versions.stream().anyMatch(version -> version.concerns(name));
        }
    }

    /// A checkpoint of a job, in float32: nobody has measured how it does in fewer bits.
    record Checkpoint(String job, long step) implements ModelKey {

        @Override
        public boolean concerns(ModelName name) {
            return false;
        }

        /// Whether this one has taken the place of another.
        boolean replaces(ModelKey other) {
            return other instanceof Checkpoint(String otherJob, long otherStep)
                    && otherJob.equals(job)
                    && otherStep != step;
        }
    }
}
