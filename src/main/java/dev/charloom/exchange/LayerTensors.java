package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/// The blocks of one recurrent layer, gate by gate, in the order of another framework.
///
/// @param candidateUpdate whether a GRU's update gate there weights the candidate, z = 1 − σ(…) here: as σ(−x) is
///     1 − σ(x), its weights have the other sign
record LayerTensors(ModelShape shape, int layer, GateOrder order, boolean candidateUpdate) {

    /// Of our W, D×G·H, or U, H×G·H: gates side by side along the rows, as here.
    List<Block> alongColumns(String matrix, int atRow, int atColumn) {
        var blocks = new ArrayList<Block>();
        for (int gate = 0; gate < shape.cell().gates(); gate++) {
            blocks.add(block(matrix, gate, atRow, atColumn + gate * shape.hidden()));
        }
        return blocks;
    }

    /// Of our W or U, transposed: gates below each other, G·H rows.
    List<Block> alongRows(String matrix, int atRow, int atColumn) {
        var blocks = new ArrayList<Block>();
        for (int gate = 0; gate < shape.cell().gates(); gate++) {
            blocks.add(
                    block(matrix, gate, atRow + gate * shape.hidden(), atColumn).asTransposed());
        }
        return blocks;
    }

    /// The bias of the inputs, G·H numbers.
    List<Block> bias(int atRow, int atColumn) {
        return alongColumns("b", atRow, atColumn);
    }

    /// The bias of the recurrent product, G·H numbers: a summand of the only one where the cell has but one.
    List<Block> recurrentBias(int atRow, int atColumn) {
        boolean own = shape.cell().hasRecurrentBias();
        return alongColumns(own ? "bU" : "b", atRow, atColumn).stream()
                .map(block -> block.asSummandIf(!own))
                .toList();
    }

    /// The block of the gate at `position` of a matrix or bias.
    Block block(String matrix, int position, int atRow, int atColumn) {
        int hidden = shape.hidden();
        boolean update = order.gates().get(position).equals("z");
        return Block.of("layer." + layer + "." + matrix, order.block(position) * hidden, hidden, atRow, atColumn)
                .negatedIf(update && candidateUpdate);
    }
}
