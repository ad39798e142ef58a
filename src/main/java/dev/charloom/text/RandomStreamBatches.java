package dev.charloom.text;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.util.Objects;

/// Training windows as those of [StreamBatches], but cut elsewhere in every epoch, so that no character always stands
/// at the same place of a window, nor is read with the same state behind it.
///
/// The lanes begin at a random offset: the stretch is read as a ring. The ends of the windows are moved by up to a
/// quarter of a window's length either way, so that windows have between half and one and a half times of it (variable
/// lengths of back-propagation as in S. Merity, N. S. Keskar, R. Socher, "Regularizing and Optimizing LSTM Language
/// Models", 2017, section 4.1, but with the same number of windows in every epoch).
public final class RandomStreamBatches implements Batches {

    private final Ring lanes;
    private final int windows;
    private final int shift; // how far the end of a window may move
    private final boolean carryState;
    private final long seed;
    private final long characters;

    private RandomStreamBatches(Ring lanes, int sequenceLength, boolean carryState, long characters, long seed) {
        this.lanes = lanes;
        this.windows = Math.ceilDiv(lanes.length(0), Arguments.positive(sequenceLength, "sequenceLength"));
        this.shift = lanes.length(0) / windows / 4;
        this.carryState = carryState;
        this.characters = characters;
        this.seed = seed;
    }

    /// Of the characters `from`…`to`-1 every one but the first is a target exactly once an epoch, in `batchSize` lanes
    /// whose lengths differ by one at most.
    ///
    /// @param batchSize the lanes, `B`; fewer where there are fewer targets
    /// @param sequenceLength the most steps that windows have on average, `T`
    /// @param carryState whether only the first window of an epoch is fresh, instead of every one
    /// @param seed decides where the windows are cut
    /// @throws IndexOutOfBoundsException if the corpus has no such characters
    /// @throws IllegalArgumentException if there are fewer than two, or a size is not positive
    public static RandomStreamBatches training(
            Corpus corpus, int from, int to, int batchSize, int sequenceLength, boolean carryState, long seed) {
        Objects.checkFromToIndex(from, to, corpus.length());
        int targets = Arguments.positive(to - from - 1, "number of targets");
        int count = Math.min(Arguments.positive(batchSize, "batchSize"), targets);
        return new RandomStreamBatches(
                new Ring(corpus, from, targets, count), sequenceLength, carryState, targets, seed);
    }

    @Override
    public int windowsPerEpoch() {
        return windows;
    }

    @Override
    public long charactersPerEpoch() {
        return characters;
    }

    @Override
    public void fill(int epoch, int index, Window out) {
        Objects.checkIndex(epoch, Integer.MAX_VALUE);
        Objects.checkIndex(index, windows);
        RandomStream random = RandomStream.of(seed, Purpose.WINDOWS, epoch);
        lanes.turn(random.at(0).nextInt((int) characters));
        int from = cut(index, random);
        out.fill(lanes, from, cut(index + 1, random) - from, index == 0 || !carryState);
    }

    /// Where window `index` begins.
    private int cut(int index, RandomStream random) {
        int even = (int) ((long) index * lanes.length(0) / windows);
        boolean inner = index > 0 && index < windows;
        return inner ? even - shift + random.at(index).nextInt(2 * shift + 1) : even;
    }

    @Override
    public Window newWindow() {
        int longest = Math.ceilDiv(lanes.length(0), windows) + 2 * shift;
        return new Window(Math.min(longest, lanes.length(0)), lanes.count());
    }

    /// Lanes of equal length, the first ones longer by one where it does not divide, of a stretch whose end is followed
    /// by its beginning. The pair after the last one reads the first character and predicts the second.
    private static final class Ring implements Lanes {

        private final Corpus corpus;
        private final int from;
        private final int pairs;
        private final int count;
        private int offset;

        Ring(Corpus corpus, int from, int pairs, int count) {
            this.corpus = corpus;
            this.from = from;
            this.pairs = pairs;
            this.count = count;
        }

        /// Lets the first lane begin at pair `first`.
        void turn(int first) {
            offset = first;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int length(int lane) {
            return pairs / count + (lane < pairs % count ? 1 : 0);
        }

        @Override
        public int input(int lane, int position) {
            return corpus.idAt(from + pair(lane, position));
        }

        @Override
        public int target(int lane, int position) {
            return corpus.idAt(from + pair(lane, position) + 1);
        }

        private int pair(int lane, int position) {
            long start = (long) lane * (pairs / count) + Math.min(lane, pairs % count);
            return (int) ((offset + start + position) % pairs);
        }
    }
}
