package dev.charloom.exchange;

import java.util.Arrays;
import java.util.List;

/// How a tensor of another framework is put together from ours. The same blocks tell how it is written and how it
/// is read.
///
/// @param name what it is called there
/// @param shape its sizes there; all but the last are its rows
/// @param blocks what is not in any of them is zero
record TensorLayout(String name, int[] shape, List<Block> blocks) {

    /// The tensor's numbers, row by row.
    float[] from(OurTensors ours) {
        float[] there = new float[size()];
        for (Block block : blocks) {
            block.copyOut(ours.get(block.tensor()), there, width());
        }
        return there;
    }

    /// Adds the tensor's numbers to ours (modified).
    void into(float[] there, OurTensors ours) {
        blocks.forEach(block -> block.copyIn(there, width(), ours.get(block.tensor())));
    }

    /// How many numbers it has.
    int size() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private int width() {
        return shape[shape.length - 1];
    }
}
