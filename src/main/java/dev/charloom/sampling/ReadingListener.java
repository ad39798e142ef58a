package dev.charloom.sampling;

import org.jspecify.annotations.Nullable;

/// Is told what reading has come to, on the thread that reads.
///
/// @param <R> what it comes to
public interface ReadingListener<R> {

    /// All has been read, or reading has failed, or nobody waits for it any more.
    ///
    /// @param result null if not all has been read
    /// @param failure null if it has not failed
    void ended(@Nullable R result, @Nullable Throwable failure);

    /// Whether nobody waits for it any more.
    default boolean satisfied() {
        return false;
    }
}
