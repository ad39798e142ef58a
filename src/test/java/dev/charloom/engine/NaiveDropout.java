package dev.charloom.engine;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.util.Arrays;

/// The masks of one training step, drawn one element at a time from their definition.
final class NaiveDropout {

    static final NaiveDropout NONE = new NaiveDropout(Dropout.NONE, 0);

    private final Dropout dropout;
    private final long step;

    NaiveDropout(Dropout dropout, long step) {
        this.dropout = dropout;
        this.step = step;
    }

    /// What the input of layer `layer` is multiplied with.
    double[] below(int layer, int lane, int width) {
        return units(layer == 0 ? dropout.input() : dropout.between(), layer, lane, width);
    }

    /// What the hidden states of layer `layer` of `layers` are multiplied with before the output reads them.
    double[] aside(int layer, int layers, int lane, int width) {
        return units(dropout.output(), layers + layer, lane, width);
    }

    private double[] units(double probability, int place, int lane, int width) {
        int numbersPerLane = (width + 3) / 4;
        return draw(probability, Purpose.DROPOUT, step * 1024 + place, lane * numbersPerLane, width);
    }

    /// What the recurrent weights of a layer are multiplied with.
    double[] weights(int layer, int count) {
        return draw(dropout.weights(), Purpose.WEIGHT_DROP, step * 1024 + layer, 0, count);
    }

    private double[] draw(double probability, Purpose purpose, long stream, int firstNumber, int count) {
        double[] mask = new double[count];
        Arrays.fill(mask, 1);
        for (int j = 0; probability > 0 && j < count; j++) {
            RandomStream random = RandomStream.of(dropout.seed(), purpose, stream);
            long bits = random.at(firstNumber + j / 4).nextLong() >>> (16 * (j % 4));
            boolean dropped = (bits & 0xffff) < Math.round(probability * 65536);
            mask[j] = dropped ? 0 : 1 / (1 - probability);
        }
        return mask;
    }
}
