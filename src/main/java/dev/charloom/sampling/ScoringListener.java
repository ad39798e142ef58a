package dev.charloom.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Is told how probable texts are, on the thread that reads them.
public interface ScoringListener {

    /// All texts have been read, or reading has failed.
    ///
    /// @param texts in the order in which they were handed in
    /// @param failure null if all have been read
    void ended(List<ScoredText> texts, @Nullable Throwable failure);

    /// Whether nobody waits for it any more.
    default boolean satisfied() {
        return false;
    }
}
