package dev.charloom.engine;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// What a window holds, as a test writes it, and where each lane's characters stand in it, counted the slow way.
///
/// @param widths active lanes of each step
/// @param inputs what each row reads; −1 is no character
/// @param targets what each row should give; −1 is not scored
record PackedBatch(int[] widths, int[] inputs, int[] targets) {

    private static final int NONE = -1;

    /// Ids drawn at random, about every eighth input absent and every eighth target unscored, but never the last one.
    ///
    /// @param shrinking whether lanes end before the last step
    static PackedBatch random(int vocabulary, int lanes, int steps, boolean shrinking, RandomGenerator random) {
        int[] widths = new int[steps];
        widths[0] = lanes;
        for (int t = 1; t < steps; t++) {
            boolean narrower = shrinking && random.nextInt(3) == 0;
            widths[t] = narrower ? 1 + random.nextInt(widths[t - 1]) : widths[t - 1];
        }
        int rows = Arrays.stream(widths).sum();
        int[] inputs = ids(rows, vocabulary, random);
        int[] targets = ids(rows, vocabulary, random);
        targets[rows - 1] = Math.max(targets[rows - 1], 0);
        return new PackedBatch(widths, inputs, targets);
    }

    private static int[] ids(int count, int vocabulary, RandomGenerator random) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = random.nextInt(8) == 0 ? NONE : random.nextInt(vocabulary);
        }
        return ids;
    }

    Window window() {
        var window = new Window();
        window.set(widths.length, widths, inputs, targets);
        return window;
    }

    int steps() {
        return widths.length;
    }

    int lanes() {
        return widths[0];
    }

    int rows() {
        return row(steps(), 0);
    }

    /// How many steps lane `lane` has.
    int length(int lane) {
        int length = 0;
        while (length < widths.length && lane < widths[length]) {
            length++;
        }
        return length;
    }

    /// The row of lane `lane` at step `t`.
    int row(int t, int lane) {
        int row = lane;
        for (int before = 0; before < t; before++) {
            row += widths[before];
        }
        return row;
    }

    int input(int t, int lane) {
        return inputs[row(t, lane)];
    }

    int target(int t, int lane) {
        return targets[row(t, lane)];
    }

    int scored() {
        return (int)
                Arrays.stream(targets, 0, rows()).filter(target -> target >= 0).count();
    }

    /// The steps [from, to) as a batch of their own.
    PackedBatch slice(int from, int to) {
        int first = row(from, 0);
        int last = row(to, 0);
        return new PackedBatch(
                Arrays.copyOfRange(widths, from, to),
                Arrays.copyOfRange(inputs, first, last),
                Arrays.copyOfRange(targets, first, last));
    }

    /// The first `lanes` lanes, which are as long as each other, as a batch of their own.
    PackedBatch first(int lanes) {
        int[] some = new int[steps() * lanes];
        int[] someTargets = new int[some.length];
        for (int t = 0; t < steps(); t++) {
            System.arraycopy(inputs, row(t, 0), some, t * lanes, lanes);
            System.arraycopy(targets, row(t, 0), someTargets, t * lanes, lanes);
        }
        int[] all = new int[steps()];
        Arrays.fill(all, lanes);
        return new PackedBatch(all, some, someTargets);
    }

    /// Lane `lane` as a batch of its own.
    PackedBatch alone(int lane) {
        int length = length(lane);
        int[] ones = new int[length];
        int[] laneInputs = new int[length];
        int[] laneTargets = new int[length];
        for (int t = 0; t < length; t++) {
            ones[t] = 1;
            laneInputs[t] = input(t, lane);
            laneTargets[t] = target(t, lane);
        }
        return new PackedBatch(ones, laneInputs, laneTargets);
    }
}
