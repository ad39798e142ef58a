package dev.charloom.text;

/// A stretch of a batch: up to T steps of up to B lanes, packed, so that nothing is padded.
///
/// The lanes that have a character at step `t` are lanes 0…`width(t)`-1, and widths never grow from one step to the
/// next: a lane that has ended stays away. Rows lie step after step: lane `i` at step `t` is row `start(t) + i`.
/// Buffers are allocated once, and hold what the last [Batches#fill] put there.
public final class Window {

    /// The input before the first character of a sequence: nothing, a vector of zeros.
    public static final int NO_CHARACTER = -1;

    /// The target of a row whose prediction does not count.
    public static final int NOT_SCORED = -1;

    private final int maxSteps;
    private final int maxLanes;
    private final int[] widths; // T
    private final int[] starts; // T+1
    private final int[] inputs; // T·B
    private final int[] targets; // T·B
    private int steps;
    private boolean fresh = true;

    /// An empty window.
    ///
    /// @param maxSteps the most steps it can have, `T`
    /// @param maxLanes the most lanes it can have, `B`
    Window(int maxSteps, int maxLanes) {
        this.maxSteps = maxSteps;
        this.maxLanes = maxLanes;
        widths = new int[maxSteps];
        starts = new int[maxSteps + 1];
        inputs = new int[Math.multiplyExact(maxSteps, maxLanes)];
        targets = new int[inputs.length];
    }

    /// The most steps that this has room for, `T`.
    public int maxSteps() {
        return maxSteps;
    }

    /// The most lanes that this has room for, `B`.
    public int maxLanes() {
        return maxLanes;
    }

    /// The number of steps, at most T.
    public int steps() {
        return steps;
    }

    /// The number of active lanes at `step`.
    public int width(int step) {
        return widths[step];
    }

    /// The first row of `step`.
    public int start(int step) {
        return starts[step];
    }

    /// The number of rows: the sum of all widths.
    public int rows() {
        return starts[steps];
    }

    /// The widths, in this window's own buffer, of which the first [#steps()] entries count.
    public int[] widths() {
        return widths;
    }

    /// The id that each row reads, or [#NO_CHARACTER]; in this window's own buffer, of which the first [#rows()]
    /// entries count.
    public int[] inputs() {
        return inputs;
    }

    /// The id that each row is to predict, or [#NOT_SCORED]; in this window's own buffer, of which the first
    /// [#rows()] entries count.
    public int[] targets() {
        return targets;
    }

    /// Whether the state is zero before this window. If not, each lane's state is what it was after the previous
    /// window.
    public boolean fresh() {
        return fresh;
    }

    /// Fills this with the steps `first`…`first + count - 1` of `lanes`, or fewer where the longest lane ends
    /// before.
    ///
    /// @throws IllegalArgumentException if there is no room for them
    void fill(Lanes lanes, int first, int count, boolean fresh) {
        steps = Math.min(count, lanes.length(0) - first);
        this.fresh = fresh;
        if (steps > maxSteps || lanes.count() > maxLanes) {
            throw new IllegalArgumentException("%d steps of %d lanes do not fit into a window of %d steps of %d lanes"
                    .formatted(steps, lanes.count(), maxSteps, maxLanes));
        }
        int width = lanes.count();
        for (int step = 0; step < steps; step++) {
            while (lanes.length(width - 1) <= first + step) {
                width--;
            }
            fillStep(lanes, step, width, first + step);
        }
    }

    private void fillStep(Lanes lanes, int step, int width, int position) {
        int row = starts[step];
        widths[step] = width;
        starts[step + 1] = row + width;
        for (int lane = 0; lane < width; lane++) {
            inputs[row + lane] = lanes.input(lane, position);
            targets[row + lane] = lanes.target(lane, position);
        }
    }
}
