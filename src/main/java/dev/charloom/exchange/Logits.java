package dev.charloom.exchange;

import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.State;
import dev.charloom.engine.Tape;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.JavaBlas;
import java.util.Arrays;

/// What a model's output layer gives, computed with the kernel in plain Java, which is there on every machine.
final class Logits {

    private Logits() {}

    /// The logits after each of the characters, which are read one after the other from the zero state.
    ///
    /// @param ids at least one
    /// @return a row of V numbers for each character
    static float[][] afterEach(Parameters parameters, int[] ids) {
        var blas = new JavaBlas();
        var network = Network.forInference(parameters, blas);
        var state = new State(parameters.shape(), 1);
        var tape = Tape.forInference(parameters.shape(), 1, 1, blas);
        var window = new Window();
        float[][] rows = new float[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            window.set(1, new int[] {1}, new int[] {ids[t]}, new int[] {-1});
            rows[t] = Arrays.copyOf(
                    network.logits(window, state, tape), parameters.shape().vocabulary());
        }
        return rows;
    }

    /// The largest difference of two numbers in the same place.
    static double largestDifference(float[][] some, float[][] others) {
        double largest = 0;
        for (int t = 0; t < some.length; t++) {
            for (int id = 0; id < some[t].length; id++) {
                largest = Math.max(largest, Math.abs((double) some[t][id] - others[t][id]));
            }
        }
        return largest;
    }
}
