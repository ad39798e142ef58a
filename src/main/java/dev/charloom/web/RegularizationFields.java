package dev.charloom.web;

import dev.charloom.training.Regularization;
import dev.charloom.training.TrainingParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/// [Regularization] as clients write it.
record RegularizationFields(
        @Schema(description = """
                The probability of dropping an element of an embedded character in training (with `embeddingSize` 0: \
                of dropping a character): locked dropout, one mask for each lane and window, Gal and Ghahramani 2016.""") @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        double inputDropout,

        @Schema(description = "The same for hidden units on their way from layer to layer.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double layerDropout,

        @Schema(description = "The same for hidden units of the top layer on their way to the output.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double outputDropout,

        @Schema(description = """
                The probability of dropping a recurrent weight, for a whole window: weight-drop, Merity et al. 2017.""") @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        double weightDrop,

        @Schema(description = """
                In `text` mode, where the state is carried from window to window: the probability that a lane begins a \
                window with the zero state instead, as a text begins, so that the model does not come to rely on states \
                that have been carried for a whole epoch: Melis, Dyer and Blunsom 2017.""") @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        double stateDrop,

        @Schema(description = """
                The decay of an exponential moving average of the weights, for instance 0.999. It is evaluated beside \
                the weights themselves, and published where it is better; left out: there is none.""")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable
        Double averageDecay,

        @Schema(description = """
                In `text` mode alone: whether windows are cut elsewhere in every epoch, with half to one and a half \
                times `sequenceLength` characters; left out: they are not.""") @Nullable Boolean randomWindows) {

    static RegularizationFields of(Regularization it) {
        return new RegularizationFields(
                it.inputDropout(),
                it.layerDropout(),
                it.outputDropout(),
                it.weightDrop(),
                it.stateDrop(),
                it.averageDecay(),
                it.randomWindows());
    }

    static RegularizationFields defaults() {
        return of(TrainingParams.defaults().regularization());
    }

    Regularization regularization() {
        return new Regularization(
                inputDropout, layerDropout, outputDropout, weightDrop, stateDrop, averageDecay, randomWindows);
    }
}
