package dev.charloom.web;

import dev.charloom.generation.ModelChoice;
import dev.charloom.generation.Precision;
import dev.charloom.repository.ModelReference;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a request writes with: what `/sample` and `/complete` have in common of [ModelChoice].
record ModelFields(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently trained \
                        one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        @Schema(description = """
                The numbers that the model is computed with. `float32`: the weights as they were trained; `auto`: what \
                is fastest without being worse.""") Precision precision) {

    static ModelFields defaults() {
        return new ModelFields(null, Precision.AUTO);
    }

    ModelChoice choice() {
        return new ModelChoice(model, precision);
    }
}
