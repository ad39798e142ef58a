package dev.charloom.sampling;

import org.jspecify.annotations.Nullable;

/// How texts are found.
///
/// @param bestOf this many texts are drawn, and those with the highest mean log-probability are kept, the best first;
///     null to keep what is drawn
/// @param beams texts that a beam search follows at once; null to draw. Drawing parameters do not matter then
/// @param lengthPenalty a beam's log-probability is divided by its length to this power: 0 prefers short texts, 1
///     compares means, more prefers long ones
public record Search(@Nullable Integer bestOf, @Nullable Integer beams, double lengthPenalty) {

    /// How many texts are under way where `texts` are wanted.
    public int candidates(int texts) {
        Integer more = bestOf == null ? beams : bestOf;
        return more == null ? texts : Math.max(more, texts);
    }

    /// Texts are drawn, each is kept.
    public static Search draw() {
        return new Search(null, null, 1);
    }
}
