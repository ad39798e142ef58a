package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The optimisers beside the formulas of their papers, one weight at a time in double precision. [Adam] has a test of
/// its own.
class OptimizersTest {

    private static final ModelShape SHAPE = new ModelShape(7, CellKind.GRU_RESET_AFTER, 2, 5, 3);
    private static final int STEPS = 40;
    private static final double RATE = 0.01;

    /// Of the way that a weight went: single precision over forty updates.
    private static final double RELATIVE = 3e-5;

    /// One weight.
    private interface NaiveRule {

        /// What is added to the weight.
        double change(String tensor, double weight, double gradient, int step, double rate);
    }

    /// @param optimizer what is tested
    /// @param rule makes the rule of one weight
    record Case(String name, Optimizer optimizer, Supplier<NaiveRule> rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final class NaiveSgd implements NaiveRule {
        private final double momentum;
        private double velocity;

        NaiveSgd(double momentum) {
            this.momentum = momentum;
        }

        @Override
        public double change(String tensor, double weight, double gradient, int step, double rate) {
            velocity = momentum * velocity + gradient;
            return -rate * velocity;
        }
    }

    private static final class NaiveRmsProp implements NaiveRule {
        private double meanSquare;

        @Override
        public double change(String tensor, double weight, double gradient, int step, double rate) {
            meanSquare = 0.95 * meanSquare + 0.05 * gradient * gradient;
            return -rate * gradient / (Math.sqrt(meanSquare) + 1e-8);
        }
    }

    private static final class NaiveAdamW implements NaiveRule {
        private final double decay;
        private double m;
        private double v;

        NaiveAdamW(double decay) {
            this.decay = decay;
        }

        @Override
        public double change(String tensor, double weight, double gradient, int step, double rate) {
            double shrunk = tensor.matches("(layer\\.\\d+\\.[WU])|output\\.W") ? rate * decay * weight : 0;
            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            double mHat = m / (1 - Math.pow(0.9, step));
            double vHat = v / (1 - Math.pow(0.999, step));
            return -shrunk - rate * mHat / (Math.sqrt(vHat) + 1e-8);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("sgd", new Sgd(SHAPE, 0), () -> new NaiveSgd(0)),
                new Case("sgd with momentum", new Sgd(SHAPE, 0.9), () -> new NaiveSgd(0.9)),
                new Case("rmsprop", new RmsProp(SHAPE), NaiveRmsProp::new),
                new Case("adamw", new AdamW(SHAPE, 0.3), () -> new NaiveAdamW(0.3)),
                new Case("adamw without decay", new AdamW(SHAPE, 0), () -> new NaiveAdamW(0)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fortyUpdatesEqualThePapers(Case of) {
        var random = new SplittableRandom(3);
        Parameters weights = RandomModel.parameters(SHAPE, random);
        List<Parameters.Tensor> tensors = weights.tensors();
        NaiveRule[][] rules = new NaiveRule[tensors.size()][];
        double[][] naive = new double[tensors.size()][];
        double[][] way = new double[tensors.size()][];
        for (int i = 0; i < rules.length; i++) {
            float[] w = tensors.get(i).matrix().data;
            rules[i] = Stream.generate(of.rule()).limit(w.length).toArray(NaiveRule[]::new);
            naive[i] = new double[w.length];
            way[i] = new double[w.length];
            for (int j = 0; j < w.length; j++) {
                naive[i][j] = w[j];
            }
        }
        for (int step = 1; step <= STEPS; step++) {
            double rate = RATE * step / STEPS;
            Parameters gradients = RandomModel.parameters(SHAPE, random);
            of.optimizer().begin(step, rate);
            of.optimizer().update(weights, gradients, 0.5f, SoleWorker.create(SHAPE));
            for (int i = 0; i < rules.length; i++) {
                float[] g = gradients.tensors().get(i).matrix().data;
                for (int j = 0; j < g.length; j++) {
                    double change = rules[i][j].change(tensors.get(i).name(), naive[i][j], 0.5 * g[j], step, rate);
                    naive[i][j] += change;
                    way[i][j] += Math.abs(change) + Math.abs(naive[i][j]) / 1000; // and its rounding
                }
            }
        }
        for (int i = 0; i < rules.length; i++) {
            float[] actual = tensors.get(i).matrix().data;
            for (int j = 0; j < actual.length; j++) {
                assertThat((double) actual[j]).isCloseTo(naive[i][j], within(RELATIVE * way[i][j]));
            }
        }
    }

    @Test
    void weightDecayLeavesBiasesAndEmbeddingsAlone() {
        var random = new SplittableRandom(4);
        Parameters weights = RandomModel.parameters(SHAPE, random);
        Parameters before = weights.copy();
        var adamW = new AdamW(SHAPE, 0.5);

        adamW.begin(1, 0.1);
        adamW.update(weights, new Parameters(SHAPE), 1, SoleWorker.create(SHAPE));

        for (int i = 0; i < weights.tensors().size(); i++) {
            Parameters.Tensor tensor = weights.tensors().get(i);
            float[] was = before.tensors().get(i).matrix().data;
            float keep = tensor.matrix().numRows > 1 && !tensor.name().equals("embedding") ? 0.95f : 1;
            for (int j = 0; j < was.length; j++) {
                assertThat(tensor.matrix().data[j]).isEqualTo(was[j] * keep);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theShareOfEveryWorkerMakesUpTheWholeBitForBit(Case of) {
        var random = new SplittableRandom(5);
        Parameters whole = RandomModel.parameters(SHAPE, random);
        Parameters shared = whole.copy();
        Optimizer other = cases().filter(it -> it.name().equals(of.name()))
                .findFirst()
                .orElseThrow()
                .optimizer();
        for (int step = 1; step <= 3; step++) {
            Parameters gradients = RandomModel.parameters(SHAPE, random);
            of.optimizer().begin(step, RATE);
            of.optimizer().update(whole, gradients, 0.5f, SoleWorker.create(SHAPE));
            other.begin(step, RATE);
            for (int index = 0; index < 3; index++) {
                other.update(shared, gradients, 0.5f, SoleWorker.part(SHAPE, index, 3));
            }
        }
        for (int i = 0; i < whole.tensors().size(); i++) {
            assertThat(shared.tensors().get(i).matrix().data)
                    .isEqualTo(whole.tensors().get(i).matrix().data);
        }
    }

    /// What a checkpoint keeps of an optimiser is all that it knows.
    @ParameterizedTest
    @MethodSource("cases")
    void anotherOneWithTheSameMomentsGoesOnInTheSameWay(Case of) {
        var random = new SplittableRandom(6);
        Parameters weights = RandomModel.parameters(SHAPE, random);
        for (int step = 1; step <= 3; step++) {
            of.optimizer().begin(step, RATE);
            of.optimizer().update(weights, RandomModel.parameters(SHAPE, random), 1, SoleWorker.create(SHAPE));
        }
        Optimizer other = cases().filter(it -> it.name().equals(of.name()))
                .findFirst()
                .orElseThrow()
                .optimizer();
        for (int i = 0; i < other.moments().size(); i++) {
            other.moments().get(i).setTo(of.optimizer().moments().get(i));
        }
        Parameters same = weights.copy();
        Parameters gradients = RandomModel.parameters(SHAPE, random);

        of.optimizer().begin(4, RATE);
        of.optimizer().update(weights, gradients, 1, SoleWorker.create(SHAPE));
        other.begin(4, RATE);
        other.update(same, gradients, 1, SoleWorker.create(SHAPE));

        for (int i = 0; i < weights.tensors().size(); i++) {
            assertThat(same.tensors().get(i).matrix().data)
                    .isEqualTo(weights.tensors().get(i).matrix().data);
        }
    }
}
