package dev.charloom.training;

import dev.charloom.engine.GrownParameters;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.State;
import dev.charloom.engine.Trainer;
import dev.charloom.repository.NamedTensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything in a run that changes from step to step: the trainer's weights and moments, the state that the lanes
/// carry, the best weights, the rate, the record. It can be written down as a [RunState] and tensors, and be
/// put back.
final class TrainingRun {

    /// How many samples are remembered.
    static final int MOST_SAMPLES = 100;

    private final Trainer trainer;
    private final State lanes;
    private final LearningRate rate;
    private final HistoryRecorder history = new HistoryRecorder();
    private final List<TrainingSample> samples = new ArrayList<>();
    private long step;
    private @Nullable Parameters best;
    private @Nullable Double bestLoss;
    private int withoutBest;
    private double lossSum;
    private long lossCharacters;

    /// @param lanes how many sequences are trained at once
    TrainingRun(Trainer trainer, int lanes, LearningRate rate) {
        this.trainer = trainer;
        this.lanes = new State(trainer.network().shape(), lanes);
        this.rate = rate;
    }

    Trainer trainer() {
        return trainer;
    }

    State lanes() {
        return lanes;
    }

    /// Steps taken.
    long step() {
        return step;
    }

    /// Rate of the step that comes next.
    double nextRate() {
        return rate.at(step);
    }

    /// Whether the present weights have been evaluated, or are those of the beginning.
    boolean isEvaluated() {
        return lossCharacters == 0;
    }

    /// Evaluations since the lowest validation loss.
    int withoutBest() {
        return withoutBest;
    }

    /// Counts a step that was taken.
    ///
    /// @param loss summed over the step's characters
    /// @return whether the history has changed
    boolean stepped(double loss, int characters, double gradientNorm) {
        double learningRate = rate.at(step);
        step++;
        lossSum += loss;
        lossCharacters += characters;
        return history.stepped(
                new LossPoint(step, loss / Math.max(1, characters), characters, learningRate, gradientNorm));
    }

    /// Keeps the weights if they are the best so far.
    ///
    /// @param epoch counted from 1
    /// @param validationLoss of the present weights
    /// @param averagedLoss of their average
    Evaluation evaluated(int epoch, @Nullable Double validationLoss, @Nullable Double averagedLoss) {
        Double lowest = Evaluation.lowest(validationLoss, averagedLoss);
        boolean improved = lowest == null || bestLoss == null || lowest < bestLoss;
        if (lowest != null && improved) {
            bestLoss = lowest;
            Parameters average = trainer.average();
            best().setTo(average != null && lowest.equals(averagedLoss) ? average : trainer.parameters());
        }
        withoutBest = improved ? 0 : withoutBest + 1;
        double train = lossSum / Math.max(1, lossCharacters);
        var evaluation = new Evaluation(step, epoch, train, validationLoss, averagedLoss, rate.at(step - 1), improved);
        lossSum = 0;
        lossCharacters = 0;
        rate.evaluated(lowest);
        history.evaluated(evaluation);
        return evaluation;
    }

    void sampled(TrainingSample sample) {
        if (samples.size() >= MOST_SAMPLES) {
            samples.removeFirst();
        }
        samples.add(sample);
    }

    /// The weights to publish: those of the lowest validation loss; without validation, or before the first
    /// evaluation, the present ones.
    Parameters weights() {
        return best != null && bestLoss != null ? best : trainer.parameters();
    }

    TrainingHistory history() {
        return history.history();
    }

    RunState state() {
        return new RunState(
                step, rate.memory(), bestLoss, withoutBest, lossSum, lossCharacters, history.memory(), samples);
    }

    /// What a checkpoint holds beside its state, as it lies in memory: to be written down, or to be read into.
    ///
    /// @param weights the present weights
    /// @param best those of the lowest validation loss; empty where there are none
    /// @param rest the optimiser's moments, the average of the weights, and the states that the lanes carry
    record Tensors(List<NamedTensor> weights, List<NamedTensor> best, List<NamedTensor> rest) {}

    /// @param withBest whether there are best weights
    Tensors tensors(boolean withBest) {
        var rest = new ArrayList<NamedTensor>();
        List<Parameters> moments = trainer.moments();
        for (int i = 0; i < moments.size(); i++) {
            String prefix = "moment." + i + ".";
            named(moments.get(i).tensors()).forEach(tensor -> rest.add(tensor.named(prefix + tensor.name())));
        }
        Parameters average = trainer.average();
        if (average != null) {
            named(average.tensors()).forEach(tensor -> rest.add(tensor.named("average." + tensor.name())));
        }
        rest.addAll(named(lanes.tensors()));
        return new Tensors(named(trainer.parameters().tensors()), withBest ? named(best().tensors()) : List.of(), rest);
    }

    /// Tensors as files have them.
    static List<NamedTensor> named(List<Parameters.Tensor> tensors) {
        return tensors.stream()
                .map(it -> new NamedTensor(it.name(), it.rows(), it.columns(), it.values()))
                .toList();
    }

    /// Goes on from a state whose tensors have been read into [#tensors(boolean)] of this.
    void restore(RunState state) {
        step = state.step();
        rate.restore(state.rate());
        bestLoss = state.bestLoss();
        withoutBest = state.withoutBest();
        lossSum = state.lossSum();
        lossCharacters = state.lossCharacters();
        history.restore(state.history());
        samples.clear();
        samples.addAll(state.samples());
        trainer.resumeAt(step);
    }

    /// Whether all weights are finite numbers.
    boolean isFinite() {
        float sum = 0;
        for (Parameters.Tensor tensor : trainer.parameters().tensors()) {
            for (float value : tensor.values()) {
                sum += value * 0; // 0 for a finite number, NaN otherwise
            }
        }
        return sum == 0;
    }

    /// Takes over the best weights of a state that has gone, with the record that tells of them.
    void adoptBest(RunState gone, Parameters weights) {
        best().setTo(weights);
        bestLoss = gone.bestLoss();
        history.restore(gone.history());
    }

    /// Begins with weights that are drawn.
    ///
    /// @param model what takes their place, where it has any; its characters come first among those of this run
    void begin(Initializer initializer, @Nullable Parameters model) {
        Parameters weights = trainer.parameters();
        initializer.initialize(weights);
        if (model != null) {
            GrownParameters.copy(model, weights);
        }
        trainer.resumeAt(0);
    }

    /// How often the run has left the numbers.
    int setbacks() {
        return rate.memory().setbacks();
    }

    /// Lowers the rate after a setback.
    void setBack(int setbacks) {
        rate.setBack(setbacks);
    }

    private Parameters best() {
        if (best == null) {
            best = new Parameters(trainer.network().shape());
        }
        return best;
    }
}
