package dev.charloom.web;

import dev.charloom.generation.ModelChoice;
import dev.charloom.generation.ModelChoice.Member;
import dev.charloom.generation.ModelChoice.Source;
import dev.charloom.generation.Precision;
import dev.charloom.repository.ModelReference;
import dev.charloom.training.JobId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request writes with: what `/sample` and `/complete` have in common of [ModelChoice].
@ModelFits
record ModelFields(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently trained \
                        one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        @Schema(description = """
                Instead of a model: a training job, which writes with its latest checkpoint while it is under way, and \
                with the version that it published once it has succeeded.""") @Nullable JobId job,

        @Schema(description = """
                Instead of a model: several that write together, each with its weight: \
                `{"dinosaurs": 2, "dinosaurs:1": 1}`. Every character is drawn from the weighted mean of their \
                distributions. They need the same vocabulary and mode.""") @Nullable Map<String, Double> models,

        @Schema(description = """
                The numbers that the model is computed with. `float32`: the weights as they were trained; `auto`: in \
                6 bits, or else in 8, where the validation loss is at most 0.5 % worse in them.""") Precision precision) {

    static ModelFields defaults() {
        return new ModelFields(null, null, null, Precision.AUTO);
    }

    ModelChoice choice() {
        if (job != null) {
            return new ModelChoice(new Source.Job(job.value()), precision);
        }
        if (models != null) {
            List<Member> members = models.entrySet().stream()
                    .map(it -> new Member(ModelReference.parse(it.getKey()), it.getValue()))
                    .toList();
            return new ModelChoice(new Source.Ensemble(members), precision);
        }
        return new ModelChoice(model, precision);
    }
}
