package dev.charloom.generation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What units of a layer did while the model read a text.
///
/// @param layer from 1
/// @param layers of the model
/// @param hiddenSize units of a layer
/// @param available the signals of the cell, by name
/// @param characters of the text
/// @param feature one number for each character; null where nothing was asked for
/// @param ranking what separates the feature best first, or by number; at most [#MOST_RANKED]
/// @param traces what was asked for
public record Inspection(
        Author author,
        int layer,
        int layers,
        int hiddenSize,
        List<String> available,
        int characters,
        float @Nullable [] feature,
        List<Ranked> ranking,
        List<Traced> traces) {

    /// So many are ranked at most.
    public static final int MOST_RANKED = 1000;

    public Inspection {
        available = List.copyOf(available);
        ranking = List.copyOf(ranking);
        traces = List.copyOf(traces);
    }

    /// A unit and how well one of its signals separates the feature.
    ///
    /// @param separation −1 to 1, see [Separation]; null without a feature, and where all characters are alike
    public record Ranked(String signal, int unit, @Nullable Double separation) {}

    /// What a unit did.
    ///
    /// @param values one for each character
    public record Traced(Ranked unit, float[] values) {}
}
