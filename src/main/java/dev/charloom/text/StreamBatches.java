package dev.charloom.text;

import java.util.Objects;

/// Windows over a stretch of a corpus that is one stream ([TextMode#TEXT]): contiguous lanes side by side, each window
/// going on where the one before it ended.
public final class StreamBatches implements Batches {

    /// What a validation lane reads, unscored, before its own part: enough for the state to forget that it began at
    /// zero.
    static final int READ_IN = 512;

    private static final int MOST_VALIDATION_LANES = 16;
    private static final int SHORTEST_VALIDATION_LANE = 2048;

    private final StreamLanes lanes;
    private final int sequenceLength;
    private final boolean carryState;
    private final long characters;

    private StreamBatches(StreamLanes lanes, int sequenceLength, boolean carryState, long characters) {
        this.lanes = lanes;
        this.sequenceLength = Arguments.positive(sequenceLength, "sequenceLength");
        this.carryState = carryState;
        this.characters = characters;
    }

    /// Windows to train on. Of the characters `from`…`to`-1 every one but the first is a target exactly once an
    /// epoch, in `batchSize` lanes whose lengths differ by one at most. Every epoch is the same.
    ///
    /// @param batchSize the lanes, `B`; fewer where there are fewer targets
    /// @param sequenceLength the steps of a window, `T`; the last one may have fewer
    /// @param carryState whether only the first window of an epoch is fresh, instead of every one
    /// @throws IndexOutOfBoundsException if the corpus has no such characters
    /// @throws IllegalArgumentException if there are fewer than two, or a size is not positive
    public static StreamBatches training(
            Corpus corpus, int from, int to, int batchSize, int sequenceLength, boolean carryState) {
        Objects.checkFromToIndex(from, to, corpus.length());
        int targets = Arguments.positive(to - from - 1, "number of targets");
        int count = Math.min(Arguments.positive(batchSize, "batchSize"), targets);
        var lanes = new StreamLanes(corpus, from + 1, to, count, 0);
        return new StreamBatches(lanes, sequenceLength, carryState, targets);
    }

    /// Windows that score each of the characters `from`…`to`-1 exactly once, the first one predicted from the
    /// character before it with a state of zero, as one stream would. To be faster than that, it is cut into up to
    /// 16 lanes of 2048 characters or more; a lane other than the first begins 512 characters early, and these are
    /// not scored.
    ///
    /// @param sequenceLength the steps of a window, `T`
    /// @throws IndexOutOfBoundsException if the corpus has no such characters
    /// @throws IllegalArgumentException if there is none, none before it, or `sequenceLength` is not positive
    public static StreamBatches validation(Corpus corpus, int from, int to, int sequenceLength) {
        Objects.checkFromToIndex(from, to, corpus.length());
        Arguments.positive(from, "from");
        int targets = Arguments.positive(to - from, "number of targets");
        int count = validationLanes(targets);
        return new StreamBatches(new StreamLanes(corpus, from, to, count, READ_IN), sequenceLength, true, targets);
    }

    /// The rows of the largest window that [#validation] makes of so many targets.
    ///
    /// @param sequenceLength the steps of a window, `T`
    public static double validationRows(long targets, int sequenceLength) {
        int count = validationLanes(targets);
        return count * Math.min(sequenceLength, Math.ceil((targets + (count - 1.0) * READ_IN) / count));
    }

    private static int validationLanes(long targets) {
        return Math.clamp(targets / SHORTEST_VALIDATION_LANE, 1, MOST_VALIDATION_LANES);
    }

    @Override
    public int windowsPerEpoch() {
        return Math.ceilDiv(lanes.length(0), sequenceLength);
    }

    @Override
    public long charactersPerEpoch() {
        return characters;
    }

    @Override
    public void fill(int epoch, int index, Window out) {
        Objects.checkIndex(epoch, Integer.MAX_VALUE);
        Objects.checkIndex(index, windowsPerEpoch());
        out.fill(lanes, index * sequenceLength, sequenceLength, index == 0 || !carryState);
    }

    @Override
    public Window newWindow() {
        return new Window(Math.min(sequenceLength, lanes.length(0)), lanes.count());
    }
}
