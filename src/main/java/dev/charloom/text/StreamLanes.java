package dev.charloom.text;

/// A stretch of a corpus cut into lanes of equal length, the first ones longer by one where it does not divide.
///
/// Each lane but the first begins `overlap` characters before the end of the lane in front of it, and does not score
/// those. A character is read to predict the next one, so the characters that are targets are `from`…`to`-1 and those
/// that are inputs stand one place before them.
final class StreamLanes implements Lanes {

    private final Corpus corpus;
    private final int from;
    private final int count;
    private final int overlap;
    private final int shortest;
    private final int longer; // lanes with one pair more than the shortest

    /// @param from the first character that is a target, at least 1
    /// @param to where the targets end, greater than `from`
    /// @param count the number of lanes, at most `to - from`
    /// @param overlap less than the length of a lane
    StreamLanes(Corpus corpus, int from, int to, int count, int overlap) {
        this.corpus = corpus;
        this.from = from;
        this.count = count;
        this.overlap = overlap;
        long pairs = (long) to - from + (long) overlap * (count - 1);
        shortest = Math.toIntExact(pairs / count);
        longer = (int) (pairs % count);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int length(int lane) {
        return lane < longer ? shortest + 1 : shortest;
    }

    @Override
    public int input(int lane, int position) {
        return corpus.idAt(start(lane) + position - 1);
    }

    @Override
    public int target(int lane, int position) {
        return lane > 0 && position < overlap ? Window.NOT_SCORED : corpus.idAt(start(lane) + position);
    }

    private int start(int lane) {
        return from + lane * (shortest - overlap) + Math.min(lane, longer);
    }
}
