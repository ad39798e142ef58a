package dev.charloom.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one request wants of a model: strands that are to be advanced until it has finished. Made by [TextWriter], run
/// by a [WritingLoop].
public abstract class Work {

    Work() {}

    /// The strands that are to read on; none while nobody takes what was written. Valid until the next pass.
    abstract List<Strand> ready();

    /// Whether another pass finds more to do though no strand is ready: texts that ended with their first character
    /// have made room for others.
    boolean hasMore() {
        return false;
    }

    /// Whether there is nothing left to do, or nobody wants it any more.
    abstract boolean finished();

    /// Called once, when the work has left the loop.
    ///
    /// @param failure null if it finished
    abstract void end(@Nullable Throwable failure);
}
