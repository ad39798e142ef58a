package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.text.TextMode;
import dev.charloom.training.TrainingParams.CellChoice;
import dev.charloom.training.TrainingParams.GruReset;
import dev.charloom.training.TrainingParams.Mode;
import dev.charloom.training.TrainingParams.ScheduleChoice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
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

    private static final double AVERAGE_DECAY = 0.999;
    private static final double STATE_DROP = 0.01;

    /// What is held out at most where no share is given. The mean of a million losses is known to some thousandths of a
    /// nat; more would only cost time.
    private static final BigDecimal MOST_CHARACTERS_HELD_OUT = BigDecimal.valueOf(1_000_000);

    private static final Set<String> SHAPE = Set.of("cell", "layers", "hiddenSize", "embeddingSize");

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
        boolean timed = params.budget() != null;
        wrong.unless(
                !timed || !given.contains("maxSteps"), "maxSteps", params.maxSteps(), "nothing: the budget decides it");
        wrong.unless(!timed || !given.contains("epochs"), "epochs", params.epochs(), "nothing: the budget decides it");
        wrong.throwIfAny();
    }

    /// Refuses what was given and has no effect on the corpus of a plan: what is for the other mode than the one that
    /// `auto` has come to, and what goes by a validation loss where there is but one line.
    ///
    /// @throws InvalidTrainingParams naming the parameters
    void requireEffectIn(TrainingPlan plan) {
        if (plan.mode() == TextMode.TEXT) {
            return;
        }
        Boolean carried = params.carryState();
        Boolean random = params.regularization().randomWindows();
        String reason =
                "mode auto takes this corpus for lines, each a sequence of its own; with mode text it would be one stream";
        String allowed = "nothing: " + reason;
        var wrong = new Violations();
        wrong.unless(carried == null || !given.contains("carryState"), "carryState", carried, allowed);
        wrong.unless(random == null || !given.contains("randomWindows"), "randomWindows", random, allowed);
        double dropped = params.regularization().stateDrop();
        wrong.unless(dropped == 0 || !given.contains("stateDrop"), "stateDrop", dropped, "0: " + reason);
        if (plan.isOfASingleLine()) {
            refuseValidation(wrong);
        }
        wrong.throwIfAny();
    }

    private void refuseValidation(Violations wrong) {
        Monitoring watched = params.monitoring();
        double share = watched.validationFraction();
        String nothing = "the corpus has one line, and nothing can be held out of it";
        wrong.unless(share == 0 || !given.contains("validationFraction"), "validationFraction", share, "0: " + nothing);
        wrong.unless(watched.patience() == null, "patience", watched.patience(), "nothing: " + nothing);
        wrong.unless(
                !watched.dynamicEvaluation(), "dynamicEvaluation", watched.dynamicEvaluation(), "false: " + nothing);
        Double decay = params.regularization().averageDecay();
        wrong.unless(decay == null, "averageDecay", decay, "nothing: " + nothing);
        ScheduleChoice schedule = params.optimization().schedule();
        wrong.unless(
                schedule != ScheduleChoice.PLATEAU,
                "schedule",
                TrainingParams.nameOf(schedule),
                "constant, cooldown, step, cosine or linear: " + nothing);
    }

    /// Parameters as they are, from nothing.
    public static TrainingOrder of(TrainingParams params) {
        return new TrainingOrder(params, params.budget() == null ? Set.of("epochs") : Set.of(), null, null);
    }

    /// Whether nobody has said how often the corpus is read, or how long that may take.
    boolean leavesEpochsOpen() {
        return params.budget() == null && !given.contains("epochs");
    }

    /// The same with so many passes over the corpus.
    TrainingOrder withEpochs(int epochs) {
        return new TrainingOrder(params.withEpochs(epochs), given, preset, from);
    }

    /// The same for a corpus of so many characters: a large one holds out less than the usual share.
    TrainingOrder forCorpusOf(long characters) {
        Monitoring monitoring = params.monitoring();
        double share = MOST_CHARACTERS_HELD_OUT
                .divide(BigDecimal.valueOf(characters), new MathContext(3, RoundingMode.DOWN))
                .doubleValue();
        return given.contains("validationFraction") || monitoring.validationFraction() <= share
                ? this
                : new TrainingOrder(params.with(monitoring.withValidationFraction(share)), given, preset, from);
    }

    /// The parameters with a preset filled in.
    ///
    /// @param decided the preset, not `AUTO`
    /// @param passes how often training reads the corpus, about
    TrainingParams with(Preset decided, double passes) {
        Preset.Sizes it = decided.sizes(passes);
        return new TrainingParams(
                params.mode(),
                params.cell(),
                params.gruReset(),
                choose("layers", params.layers(), it.layers()),
                choose("hiddenSize", params.hiddenSize(), it.hiddenSize()),
                choose("embeddingSize", params.embeddingSize(), it.embeddingSize()),
                params.skipConnections(),
                params.tiedWeights(),
                params.layerNorm(),
                params.vocabulary(),
                params.carryState(),
                choose("sequenceLength", params.sequenceLength(), it.sequenceLength()),
                choose("batchSize", params.batchSize(), it.batchSize()),
                params.epochs(),
                params.maxSteps(),
                params.budget(),
                optimization(it),
                regularization(it),
                params.monitoring(),
                params.seed(),
                null);
    }

    private Optimization optimization(Preset.Sizes it) {
        Optimization own = params.optimization();
        return given.contains("learningRate") ? own : own.withLearningRate(it.learningRate());
    }

    /// With dropout come random windows, states that are dropped and an average of the weights: what is regularised is
    /// to be trained well.
    private Regularization regularization(Preset.Sizes it) {
        Regularization own = params.regularization();
        Preset.Dropouts dropouts = it.dropouts();
        boolean average = !dropouts.isNone() && params.monitoring().validationFraction() > 0;
        boolean random = !dropouts.isNone() && params.mode() != Mode.LINES;
        boolean carried = random && !Boolean.FALSE.equals(params.carryState());
        boolean layered = choose("layers", params.layers(), it.layers()) > 1;
        return new Regularization(
                own.inputDropout(),
                choose("layerDropout", own.layerDropout(), layered ? dropouts.layer() : 0),
                choose("outputDropout", own.outputDropout(), dropouts.output()),
                choose("weightDrop", own.weightDrop(), dropouts.weight()),
                choose("stateDrop", own.stateDrop(), carried ? STATE_DROP : 0),
                (given.contains("averageDecay") || !average) ? own.averageDecay() : Double.valueOf(AVERAGE_DECAY),
                (given.contains("randomWindows") || !random) ? own.randomWindows() : Boolean.TRUE);
    }

    /// The preset that fills in what was not given: with a budget and nothing of the shape, `AUTO`.
    @Nullable
    Preset presetToUse() {
        boolean open =
                preset == null && params.budget() != null && given.stream().noneMatch(SHAPE::contains);
        return open ? Preset.AUTO : preset;
    }

    /// Whether speeds decide what becomes of it.
    boolean isPlannedBySpeed() {
        return params.budget() != null && from == null && presetToUse() != null;
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
        agrees("skipConnections", params.skipConnections(), shape.hasSkips(), model, wrong);
        agrees("layerNorm", params.layerNorm(), shape.hasNorm(), model, wrong);
        agrees("tiedWeights", params.tiedWeights(), shape.isTied(), model, wrong);
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
                shape.hasSkips(),
                shape.isTied(),
                shape.hasNorm(),
                params.vocabulary(),
                params.carryState(),
                params.sequenceLength(),
                params.batchSize(),
                params.epochs(),
                params.maxSteps(),
                params.budget(),
                params.optimization(),
                params.regularization(),
                params.monitoring(),
                params.seed(),
                model.reference().toString());
    }

    private double choose(String name, double own, double filledIn) {
        return given.contains(name) ? own : filledIn;
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
