package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.generation.Inspection;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What units of a model did while it read a text. All numbers are rounded to four decimals.
record InspectResponse(
        @Schema(description = "The model that was asked.", example = "dinosaurs")
        String model,

        @Schema(description = "Its version.", example = "1") @Nullable
        Integer version,

        @Schema(description = "The layer that was looked at, from 1.", example = "1")
        int layer,

        @Schema(description = "How many layers the model has.", example = "1")
        int layers,

        @Schema(description = "How many units each of them has, numbered from 0.", example = "64")
        int hiddenSize,

        @Schema(description = "What there is to look at in its cells.")
        List<String> signals,

        @Schema(description = "Characters of the text.", example = "14")
        int characters,

        @Schema(description = """
                One for each character: 1 if it belongs to the class that was ranked by and 0 if not, or its position. \
                Null if there was none.""") double @Nullable [] feature,

        @Schema(description = """
                The units of the layer, those that separate the feature best first, else by number; at most 1,000. \
                Only units that were read: without a feature, those that are traced.""") List<RankedUnit> ranking,

        @Schema(description = "What was asked for, in the order of the ranking.")
        List<UnitTrace> traces) {

    private static final double ROUNDING = 1e4;

    /// How well a unit separates a feature.
    record RankedUnit(
            @Schema(description = "What was looked at of the unit.", example = "hidden")
            String signal,

            @Schema(description = "Its number.", example = "17")
            int unit,

            @Schema(description = """
                    −1 to 1; the ranking goes by its amount. Of a class, the rank-biserial correlation: the share of \
                    the pairs of a character inside and one outside of it in which the unit is higher inside, less the \
                    share in which it is lower, which is 2·AUC − 1 with the area under the ROC curve. Of a position, \
                    Spearman's rank correlation. Null without a feature, and where no two characters differ in \
                    it.""", example = "0.93") @Nullable
            Double separation) {

        static RankedUnit of(Inspection.Ranked ranked) {
            Double separation = ranked.separation();
            return new RankedUnit(ranked.signal(), ranked.unit(), separation == null ? null : rounded(separation));
        }
    }

    /// What a unit did.
    record UnitTrace(
            @JsonUnwrapped RankedUnit unit,

            @Schema(description = """
                    One for each character: the value when the character had been read. In `lines` mode a newline is \
                    not read, and its value is that at the start of the following line.""") double[] values) {

        static UnitTrace of(Inspection.Traced trace) {
            return new UnitTrace(RankedUnit.of(trace.unit()), rounded(trace.values()));
        }
    }

    static InspectResponse of(Inspection inspection) {
        float[] feature = inspection.feature();
        return new InspectResponse(
                inspection.author().name(),
                inspection.author().version(),
                inspection.layer(),
                inspection.layers(),
                inspection.hiddenSize(),
                inspection.available(),
                inspection.characters(),
                feature == null ? null : rounded(feature),
                inspection.ranking().stream().map(RankedUnit::of).toList(),
                inspection.traces().stream().map(UnitTrace::of).toList());
    }

    private static double[] rounded(float[] values) {
        double[] rounded = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = rounded(values[i]);
        }
        return rounded;
    }

    private static double rounded(double value) {
        return Math.round(value * ROUNDING) / ROUNDING;
    }
}
