package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.training.TrainingParams.CellChoice;
import dev.charloom.training.TrainingParams.GruReset;
import dev.charloom.training.TrainingParams.Mode;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a user asks to be trained: parameters, and where those come from that were not given.
///
/// @param params with the defaults of what was not given
/// @param given the names of the parameters that were given
/// @param preset fills in several that were not given; null for none
/// @param from the model to go on from, whose shape is taken; null to begin anew
public record TrainingOrder(
        TrainingParams params,
        Set<String> given,
        @Nullable Preset preset,
        @Nullable ModelReference from) {

    /// @throws InvalidTrainingParams if a preset is asked for beside a model to go on from
    public TrainingOrder {
        given = Set.copyOf(given);
        var wrong = new Violations();
        wrong.unless(
                preset == null || from == null,
                "preset",
                preset == null ? null : TrainingParams.nameOf(preset),
                "nothing: the model to go on from has its shape already");
        wrong.unless(
                from == null || !given.contains("vocabulary"),
                "vocabulary",
                TrainingParams.nameOf(params.vocabulary()),
                "nothing: the model to go on from has its vocabulary already, and new characters are added to it");
        wrong.throwIfAny();
    }

    /// Parameters as they are, from nothing.
    public static TrainingOrder of(TrainingParams params) {
        return new TrainingOrder(params, Set.of(), null, null);
    }

    /// The parameters with a preset filled in.
    ///
    /// @param decided the preset, not `AUTO`
    TrainingParams with(Preset decided) {
        Preset.Sizes it = decided.sizes();
        Optimization optimization = params.optimization();
        return new TrainingParams(
                params.mode(),
                params.cell(),
                params.gruReset(),
                choose("layers", params.layers(), it.layers()),
                choose("hiddenSize", params.hiddenSize(), it.hiddenSize()),
                choose("embeddingSize", params.embeddingSize(), it.embeddingSize()),
                params.vocabulary(),
                params.carryState(),
                choose("sequenceLength", params.sequenceLength(), it.sequenceLength()),
                choose("batchSize", params.batchSize(), it.batchSize()),
                params.epochs(),
                params.maxSteps(),
                given.contains("learningRate") ? optimization : optimization.withLearningRate(it.learningRate()),
                params.monitoring(),
                params.seed(),
                null);
    }

    /// The parameters for going on from a model: its shape, and its mode unless another one was given.
    ///
    /// @throws InvalidTrainingParams if a parameter of the shape was given and differs
    TrainingParams goingOnFrom(ModelManifest model) {
        ModelManifest.Shape shape = model.shape();
        CellChoice cell = CellChoice.valueOf(shape.cell().toUpperCase(Locale.ROOT));
        GruReset reset = shape.gruReset() == null
                ? null
                : GruReset.valueOf(shape.gruReset().toUpperCase(Locale.ROOT));
        var wrong = new Violations();
        agrees("cell", params.cell(), cell, model, wrong);
        agrees("layers", params.layers(), shape.layers(), model, wrong);
        agrees("hiddenSize", params.hiddenSize(), shape.hiddenSize(), model, wrong);
        agrees("embeddingSize", params.embeddingSize(), shape.embeddingSize(), model, wrong);
        agrees("gruReset", params.gruReset(), reset, model, wrong);
        wrong.throwIfAny();
        Mode mode = given.contains("mode")
                ? params.mode()
                : Mode.valueOf(model.tokenisation().mode().toUpperCase(Locale.ROOT));
        return new TrainingParams(
                mode,
                cell,
                reset,
                shape.layers(),
                shape.hiddenSize(),
                shape.embeddingSize(),
                params.vocabulary(),
                params.carryState(),
                params.sequenceLength(),
                params.batchSize(),
                params.epochs(),
                params.maxSteps(),
                params.optimization(),
                params.monitoring(),
                params.seed(),
                model.reference().toString());
    }

    private int choose(String name, int own, int filledIn) {
        return given.contains(name) ? own : filledIn;
    }

    private void agrees(
            String name, @Nullable Object own, @Nullable Object models, ModelManifest model, Violations wrong) {
        wrong.unless(
                !given.contains(name) || Objects.equals(own, models),
                name,
                shown(own),
                shown(models) + ", as model " + model.reference() + " has it; it may be left out");
    }

    private static String shown(@Nullable Object value) {
        return value instanceof Enum<?> choice ? TrainingParams.nameOf(choice) : String.valueOf(value);
    }
}
