package dev.charloom.engine;

/// The ids of `T` steps of up to `B` sequences, packed: no padding exists.
///
/// Step t has `width(t)` active lanes, always the first ones, and never more than the step before: a sequence that has
/// ended gives its place to none. Rows are ordered by step, then by lane: row `start(t) + lane`, `N = rows()` in all.
public final class Window {

    private int steps;
    private int rows;
    private int[] widths = {};
    private int[] starts = {};
    private int[] inputs = {};
    private int[] targets = {};

    /// Points this window at the arrays of a batch; they are read until the next call, not copied.
    ///
    /// @param widths active lanes of each step, not increasing; the first `steps` elements count
    /// @param inputs id that each row reads; negative is no character: the zero vector
    /// @param targets id that each row should give; negative is not scored
    public void set(int steps, int[] widths, int[] inputs, int[] targets) {
        if (starts.length < steps) {
            starts = new int[steps];
        }
        int next = 0;
        for (int t = 0; t < steps; t++) {
            if (widths[t] < 1 || (t > 0 && widths[t] > widths[t - 1])) {
                throw new IllegalArgumentException("widths must be positive and not increase, at step " + t);
            }
            starts[t] = next;
            next += widths[t];
        }
        if (inputs.length < next || targets.length < next) {
            throw new IllegalArgumentException("fewer than " + next + " inputs or targets");
        }
        this.steps = steps;
        this.rows = next;
        this.widths = widths;
        this.inputs = inputs;
        this.targets = targets;
    }

    /// `T`.
    public int steps() {
        return steps;
    }

    /// `N`.
    public int rows() {
        return rows;
    }

    /// Active lanes of step `t`; 0 beyond the last step.
    public int width(int t) {
        return t < steps ? widths[t] : 0;
    }

    /// The row of lane 0 at step `t`; [#rows] for the step after the last.
    public int start(int t) {
        return t < steps ? starts[t] : rows;
    }

    /// The step that a row belongs to.
    int stepOf(int row) {
        int t = java.util.Arrays.binarySearch(starts, 0, steps, row);
        return t >= 0 ? t : -t - 2;
    }

    /// The lanes of the window, `B`.
    public int lanes() {
        return width(0);
    }

    int[] inputs() {
        return inputs;
    }

    int[] targets() {
        return targets;
    }

    /// How many rows are scored.
    public int scored() {
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (targets[row] >= 0) {
                count++;
            }
        }
        return count;
    }
}
