package dev.charloom.sampling;

import dev.charloom.engine.DynamicEvaluation;
import dev.charloom.engine.Network;
import dev.charloom.engine.State;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// Scores a text with a copy of a model that learns from it while it reads, see [DynamicEvaluation]. One text, on the
/// calling thread.
final class DynamicScoring {

    private final Network network;
    private final Vocabulary vocabulary;
    private final int top;
    private final Blas blas;
    private final BooleanSupplier cancelled;

    /// @param top how many alternatives are told for each character
    /// @param cancelled asked before every stretch; true ends the scoring
    DynamicScoring(Network network, Vocabulary vocabulary, int top, Blas blas, BooleanSupplier cancelled) {
        this.network = network;
        this.vocabulary = vocabulary;
        this.top = top;
        this.blas = blas;
        this.cancelled = cancelled;
    }

    /// Reads the segments of a text one after the other, each from the zero state.
    ///
    /// @throws CancellationException if it was cancelled
    ScoredText score(List<Scoring.Segment> segments) {
        var settings = DynamicEvaluation.Settings.defaults();
        try (var model = new DynamicEvaluation(
                network.parameters(), settings, DynamicEvaluation.STRETCH, 1, blas, /* threads= */ 1)) {
            segments.forEach(segment -> read(segment, model));
        }
        return Scoring.scored(segments);
    }

    private void read(Scoring.Segment segment, DynamicEvaluation model) {
        var state = new State(network.shape(), 1);
        int[] ids = segment.ids();
        int[] widths = new int[DynamicEvaluation.STRETCH];
        Arrays.fill(widths, 1);
        for (int from = 0; from < ids.length - 1; from += DynamicEvaluation.STRETCH) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            int to = Math.min(ids.length - 1, from + DynamicEvaluation.STRETCH);
            var window = new Window();
            window.set(to - from, widths, Arrays.copyOfRange(ids, from, to), Arrays.copyOfRange(ids, from + 1, to + 1));
            float[] logits = model.logits(window, state);
            for (int at = from; at < to; at++) {
                int offset = (at - from) * vocabulary.size();
                segment.out()[at] = LogProbabilities.describe(logits, offset, vocabulary, ids[at + 1], top);
            }
            model.read(window, state);
        }
    }
}
