package dev.charloom.text;

/// What is trained on, or scored, in one epoch, as a sequence of windows.
///
/// The windows of an epoch are to be visited in the order of their index, since one that is not [Window#fresh()] goes
/// on where the one before it ended. What a window holds depends on epoch and index only, so that training can resume
/// at any of them. Implementations may keep the order of the last epoch, and are not for use by several threads.
public interface Batches {

    /// The number of windows, the same in every epoch.
    int windowsPerEpoch();

    /// The number of scored targets, the same in every epoch.
    long charactersPerEpoch();

    /// Fills `out` (modified), which [#newWindow()] of this has made.
    ///
    /// @param epoch counted from 0
    /// @param index from 0 to [#windowsPerEpoch()] - 1
    /// @throws IndexOutOfBoundsException if `epoch` is negative or there is no window `index`
    /// @throws IllegalArgumentException if `out` is too small
    void fill(int epoch, int index, Window out);

    /// A window with room for each one of this.
    Window newWindow();
}
