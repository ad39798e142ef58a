package dev.charloom.training;

import dev.charloom.engine.Dropout;
import org.jspecify.annotations.Nullable;

/// What keeps a model from learning its corpus by heart; all of it off by default.
///
/// @param inputDropout locked dropout of embedded characters (Gal, Ghahramani 2016), 0 to below 1
/// @param layerDropout locked dropout between the layers, 0 to below 1
/// @param outputDropout locked dropout between the top layer and the output, 0 to below 1
/// @param weightDrop dropout of recurrent weights (Merity et al. 2017), 0 to below 1
/// @param stateDrop `text` mode with a carried state: the probability that a lane begins a window with the zero state
///     (G. Melis, C. Dyer, P. Blunsom, "On the State of the Art of Evaluation in Neural Language Models", 2017), 0 to
///     below 1
/// @param averageDecay decay of the exponential moving average of the weights, above 0 to below 1; null for none
/// @param randomWindows `text` mode: whether windows are cut elsewhere in every epoch; null in `lines` mode, and where
///     the mode is not decided yet for the default
public record Regularization(
        double inputDropout,
        double layerDropout,
        double outputDropout,
        double weightDrop,
        double stateDrop,
        @Nullable Double averageDecay,
        @Nullable Boolean randomWindows) {

    static Regularization none() {
        return new Regularization(0, 0, 0, 0, 0, null, null);
    }

    /// These for a mode that is decided.
    Regularization withMode(TrainingParams.Mode mode) {
        Boolean random = switch (mode) {
            case AUTO -> randomWindows;
            case LINES -> null;
            case TEXT -> Boolean.valueOf(cutsAtRandom());
        };
        double dropped = mode == TrainingParams.Mode.LINES ? 0 : stateDrop;
        return new Regularization(inputDropout, layerDropout, outputDropout, weightDrop, dropped, averageDecay, random);
    }

    /// These where no validation loss tells whether an average of the weights is better.
    Regularization withoutAverage() {
        return new Regularization(
                inputDropout, layerDropout, outputDropout, weightDrop, stateDrop, null, randomWindows);
    }

    /// Whether windows are cut at random.
    boolean cutsAtRandom() {
        return Boolean.TRUE.equals(randomWindows);
    }

    /// In the engine's terms.
    Dropout dropout(long seed) {
        return new Dropout(inputDropout, layerDropout, outputDropout, weightDrop, seed);
    }

    /// Adds everything that is out of its range or has no effect.
    ///
    /// @param carryState see [TrainingParams]
    void check(
            TrainingParams.Mode mode,
            @Nullable Boolean carryState,
            int layers,
            double validationFraction,
            Violations wrong) {
        isProbability("inputDropout", inputDropout, wrong);
        isProbability("layerDropout", layerDropout, wrong);
        isProbability("outputDropout", outputDropout, wrong);
        isProbability("weightDrop", weightDrop, wrong);
        isProbability("stateDrop", stateDrop, wrong);
        wrong.unless(
                stateDrop == 0 || mode != TrainingParams.Mode.LINES,
                "stateDrop",
                stateDrop,
                "0: in mode lines every line begins with the zero state");
        wrong.unless(
                stateDrop == 0 || !Boolean.FALSE.equals(carryState),
                "stateDrop",
                stateDrop,
                "0: where no state is carried, every window begins with the zero state");
        wrong.unless(
                layerDropout == 0 || layers > 1,
                "layerDropout",
                layerDropout,
                "0: with one layer there is nothing between layers");
        wrong.unless(
                averageDecay == null || (averageDecay > 0 && averageDecay < 1),
                "averageDecay",
                averageDecay,
                "above 0, below 1");
        wrong.unless(
                averageDecay == null || validationFraction > 0,
                "averageDecay",
                averageDecay,
                "nothing: without a validationFraction it is not known whether the average is better");
        wrong.unless(
                randomWindows == null || mode != TrainingParams.Mode.LINES,
                "randomWindows",
                randomWindows,
                "nothing: in mode lines every line is a sequence of its own");
    }

    private static void isProbability(String name, double value, Violations wrong) {
        wrong.unless(value >= 0 && value < 1, name, value, "0 to below 1");
    }
}
