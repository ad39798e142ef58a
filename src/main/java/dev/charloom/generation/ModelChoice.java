package dev.charloom.generation;

import dev.charloom.repository.ModelReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request writes with.
///
/// @param precision the numbers it is computed with
public record ModelChoice(Source source, Precision precision) {

    /// Where the weights come from.
    public sealed interface Source {

        /// A published model.
        ///
        /// @param model null for the default: the configured one, else the most recently trained
        record Published(@Nullable ModelReference model) implements Source {}

        /// Several published models, whose distributions are averaged.
        ///
        /// @param members 2 to 8 of them
        record Ensemble(List<Member> members) implements Source {

            public static final int MOST_MEMBERS = 8;

            public Ensemble {
                members = List.copyOf(members);
                if (members.size() < 2 || members.size() > MOST_MEMBERS) {
                    throw new IllegalArgumentException("an ensemble has 2 to 8 members, not " + members.size());
                }
            }
        }

        /// What a training job has learned by its latest checkpoint, or published.
        record Job(String id) implements Source {}
    }

    /// A model of an ensemble.
    ///
    /// @param weight above 0 and finite; only the proportions of the weights count
    public record Member(ModelReference model, double weight) {

        public Member {
            if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("weight must be above 0: " + weight);
            }
        }
    }

    /// A published model.
    ///
    /// @param model null for the default
    public ModelChoice(@Nullable ModelReference model, Precision precision) {
        this(new Source.Published(model), precision);
    }

    /// A published model in the precision that the service chooses.
    ///
    /// @param model null for the default
    public static ModelChoice of(@Nullable ModelReference model) {
        return new ModelChoice(model, Precision.AUTO);
    }
}
