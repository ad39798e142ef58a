package dev.charloom.text;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.util.Objects;
import java.util.function.IntFunction;

/// Windows over lines, each of which is a sequence of its own ([TextMode#LINES]): nothing, then its characters, are
/// read to predict its characters, then the newline.
///
/// A batch holds lines of lengths as similar as can be. One whose longest line, with its newline, has more than
/// `sequenceLength` characters takes several windows, of which the first is fresh; lines that have ended fall away.
public final class LineBatches implements Batches {

    private final Lines lines;
    private final int batchSize;
    private final int sequenceLength;
    private final long characters;
    private final IntFunction<LineOrder> orders; // by epoch
    private int orderedEpoch;
    private LineOrder order;

    private LineBatches(Lines lines, int batchSize, int sequenceLength, IntFunction<LineOrder> orders) {
        this.lines = lines;
        this.batchSize = batchSize;
        this.sequenceLength = sequenceLength;
        this.orders = orders;
        characters = countTargets(lines);
        order = orders.apply(0);
    }

    /// Windows to train on. Each epoch shuffles the lines, sorts them stably by descending length, cuts this order
    /// into batches and visits the batches in a random order; all this depends on seed and epoch only.
    ///
    /// @param batchSize the lines of a batch, `B`; the last batch may have fewer
    /// @param sequenceLength the steps of a window, `T`; the last window of a batch may have fewer
    /// @throws IllegalArgumentException if there are no lines, or a size is not positive
    public static LineBatches training(Lines lines, int batchSize, int sequenceLength, long seed) {
        check(lines, batchSize, sequenceLength);
        return new LineBatches(lines, batchSize, sequenceLength, epoch -> {
            var random = RandomStream.of(seed, Purpose.SHUFFLE, epoch);
            return LineOrder.shuffled(lines, batchSize, sequenceLength, random);
        });
    }

    /// Windows to validate with: as in training, but nothing is shuffled, so that every epoch is the same.
    ///
    /// @throws IllegalArgumentException if there are no lines, or a size is not positive
    public static LineBatches validation(Lines lines, int batchSize, int sequenceLength) {
        check(lines, batchSize, sequenceLength);
        var order = LineOrder.byLength(lines, batchSize, sequenceLength);
        return new LineBatches(lines, batchSize, sequenceLength, epoch -> order);
    }

    @Override
    public int windowsPerEpoch() {
        return order.windows();
    }

    @Override
    public long charactersPerEpoch() {
        return characters;
    }

    @Override
    public void fill(int epoch, int index, Window out) {
        Objects.checkIndex(epoch, Integer.MAX_VALUE);
        Objects.checkIndex(index, windowsPerEpoch());
        if (epoch != orderedEpoch) {
            order = orders.apply(epoch);
            orderedEpoch = epoch;
        }
        int visit = order.visitOf(index);
        int part = index - order.firstWindow(visit);
        out.fill(new Batch(order.batch(visit)), part * sequenceLength, sequenceLength, part == 0);
    }

    @Override
    public Window newWindow() {
        int longest = lines.length(order.line(0)) + 1;
        return new Window(Math.min(sequenceLength, longest), Math.min(batchSize, lines.size()));
    }

    private static void check(Lines lines, int batchSize, int sequenceLength) {
        Arguments.positive(lines.size(), "number of lines");
        Arguments.positive(batchSize, "batchSize");
        Arguments.positive(sequenceLength, "sequenceLength");
    }

    private static long countTargets(Lines lines) {
        long targets = lines.size();
        for (int line = 0; line < lines.size(); line++) {
            targets += lines.length(line);
        }
        return targets;
    }

    /// The lines of one batch, each followed by its newline.
    private final class Batch implements Lanes {

        private final Corpus corpus = lines.corpus();
        private final int newline = corpus.vocabulary().newline();
        private final int first; // place of lane 0 in the order
        private final int count;

        Batch(int number) {
            first = number * batchSize;
            count = Math.min(batchSize, lines.size() - first);
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int length(int lane) {
            return lines.length(order.line(first + lane)) + 1;
        }

        @Override
        public int input(int lane, int position) {
            int start = lines.start(order.line(first + lane));
            return position == 0 ? Window.NO_CHARACTER : corpus.idAt(start + position - 1);
        }

        @Override
        public int target(int lane, int position) {
            int line = order.line(first + lane);
            return position == lines.length(line) ? newline : corpus.idAt(lines.start(line) + position);
        }
    }
}
