package dev.charloom.engine;

/// What the workers divide among themselves in the loop over time.
enum Division {
    /// Each worker takes some lanes through all steps, never waiting for another, and reads all recurrent weights.
    LANES,
    /// Each worker computes some hidden units of all lanes, reads a part of the recurrent weights, and meets the others
    /// in every step, since the next one needs all hidden states.
    UNITS;

    /// At most so many lanes per worker are few in training; in inference, where a step is short beside the time that
    /// its results take from core to core, one is.
    private static final int FEW_LANES = 4;

    /// At least so many units per worker are enough.
    private static final int UNITS_PER_WORKER = 16;

    /// A fixed rule of shape and threads, so that the same job is always computed in the same way: units only where
    /// there are too few lanes for every worker, and enough units; never where a worker would need the products of
    /// all units to normalise them.
    ///
    /// @param lanes the lanes of a window, `B`
    static Division of(ModelShape shape, int lanes, int workers, boolean training) {
        boolean fewLanes = lanes <= (training ? FEW_LANES : 1) * workers;
        return workers > 1 && fewLanes && !shape.normalised() && shape.hidden() >= UNITS_PER_WORKER * workers
                ? UNITS
                : LANES;
    }
}
