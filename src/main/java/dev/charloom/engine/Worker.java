package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.GateKernels;
import dev.charloom.engine.kernel.Team;
import org.jspecify.annotations.Nullable;

/// One thread's part in a pass over a window: its number and the kernels whose scratch memory belongs to it.
///
/// @param index 0 … count−1
/// @param count how many workers share the pass
/// @param team where the workers meet; null for a single worker
record Worker(
        int index,
        int count,
        Blas blas,
        GateKernels gates,
        @Nullable Team team) {

    /// The first of this worker's share of `size` things; its share ends at [#shareEnd].
    int shareStart(int size) {
        return (int) ((long) size * index / count);
    }

    int shareEnd(int size) {
        return (int) ((long) size * (index + 1) / count);
    }

    /// Waits for the other workers.
    void meet() {
        if (team != null) {
            team.meet();
        }
    }
}
