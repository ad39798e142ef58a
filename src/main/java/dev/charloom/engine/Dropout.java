package dev.charloom.engine;

/// What a training step leaves out at random, so that no unit comes to rely on another; nothing of it is left out when
/// the network is evaluated or used.
///
/// `input`, `between` and `output` are the variational, or locked, dropout of Y. Gal, Z. Ghahramani, "A Theoretically
/// Grounded Application of Dropout in Recurrent Neural Networks", 2016: one mask for each lane, the same at all steps
/// of a window. `weights` is the weight-drop of S. Merity, N. S. Keskar, R. Socher, "Regularizing and Optimizing LSTM
/// Language Models", 2017: one mask on the recurrent weights of each layer for a whole window, all lanes alike.
///
/// What is kept is divided by the probability of keeping it, so that every sum has the same mean with dropout and
/// without. A mask is a pure function of the seed, the step and its place.
///
/// @param input probability of dropping an element of an embedded character, or, one-hot, a character: 0 to below 1
/// @param between of dropping a hidden unit on its way to the layer above
/// @param output of dropping a hidden unit on its way to the output layer
/// @param weights of dropping a recurrent weight
/// @param seed what the masks are drawn from
public record Dropout(double input, double between, double output, double weights, long seed) {

    /// Nothing is dropped.
    public static final Dropout NONE = new Dropout(0, 0, 0, 0, 0);

    public Dropout {
        require(input, "input");
        require(between, "between");
        require(output, "output");
        require(weights, "weights");
    }

    private static void require(double probability, String name) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to below 1: " + probability);
        }
    }
}
