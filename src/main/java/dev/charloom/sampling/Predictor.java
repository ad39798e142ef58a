package dev.charloom.sampling;

import dev.charloom.engine.Network;
import dev.charloom.engine.State;
import dev.charloom.engine.kernel.Blas;
import java.util.List;
import java.util.stream.DoubleStream;

/// What predicts the next character: a network, or several whose distributions are averaged.
///
/// The average is that of the probabilities, not of the logits: a character that one of the networks is sure of stays
/// probable.
public final class Predictor {

    private final List<Network> networks;
    private final double[] weights; // sum 1
    private final Blas blas;

    private Predictor(List<Network> networks, double[] weights, Blas blas) {
        this.networks = List.copyOf(networks);
        this.weights = weights;
        this.blas = blas;
    }

    /// One network.
    public static Predictor of(Network network, Blas blas) {
        return new Predictor(List.of(network), new double[] {1}, blas);
    }

    /// Several networks over the same vocabulary.
    ///
    /// @param weights one for each network, all positive and finite; only their proportions count
    /// @throws IllegalArgumentException if they do not fit together
    public static Predictor mixture(List<Network> networks, double[] weights, Blas blas) {
        if (networks.isEmpty()
                || weights.length != networks.size()
                || !DoubleStream.of(weights).allMatch(it -> it > 0 && it <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a mixture needs a positive weight for each network");
        }
        int characters = networks.getFirst().shape().vocabulary();
        if (networks.stream().anyMatch(it -> it.shape().vocabulary() != characters)) {
            throw new IllegalArgumentException("the networks of a mixture have vocabularies of different sizes");
        }
        return new Predictor(networks, shares(weights), blas);
    }

    private static double[] shares(double[] weights) {
        double largest = DoubleStream.of(weights).max().orElseThrow();
        double sum = DoubleStream.of(weights).map(weight -> weight / largest).sum(); // that of the weights may overflow
        return DoubleStream.of(weights).map(weight -> weight / largest / sum).toArray();
    }

    /// The number of characters, `V`.
    int characters() {
        return networks.getFirst().shape().vocabulary();
    }

    List<Network> networks() {
        return networks;
    }

    double weight(int network) {
        return weights[network];
    }

    Blas blas() {
        return blas;
    }

    /// The memory of a sequence of which nothing has been read: the zero state.
    public Memory newMemory() {
        return new Memory(
                networks.stream().map(network -> new State(network.shape(), 1)).toList());
    }
}
