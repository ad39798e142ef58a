package dev.charloom.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/// What a stack remembers of `B` sequences: for each layer the hidden states h, and for an LSTM the cell states c.
public final class State {

    private final ModelShape shape;
    private final int lanes;
    private final List<FMatrixRMaj> h = new ArrayList<>(); // per layer B×H
    private final List<FMatrixRMaj> c = new ArrayList<>(); // per layer B×H, 0×0 where the cell has no cell state

    /// The zero state of `lanes` sequences.
    public State(ModelShape shape, int lanes) {
        this.shape = shape;
        this.lanes = lanes;
        for (int l = 0; l < shape.layers(); l++) {
            h.add(new FMatrixRMaj(lanes, shape.hidden()));
            c.add(shape.cell().hasCellState() ? new FMatrixRMaj(lanes, shape.hidden()) : new FMatrixRMaj(0, 0));
        }
    }

    /// `B`.
    public int lanes() {
        return lanes;
    }

    /// Hidden states of layer `layer`, B×H.
    public FMatrixRMaj h(int layer) {
        return h.get(layer);
    }

    /// Cell states of layer `layer`, B×H; 0×0 where the cell has none.
    public FMatrixRMaj c(int layer) {
        return c.get(layer);
    }

    /// Every matrix that has elements, in a fixed order: `h.0`, then `c.0` where the cell has cell states, `h.1`, ….
    public List<Parameters.Tensor> tensors() {
        var all = new ArrayList<Parameters.Tensor>();
        for (int l = 0; l < h.size(); l++) {
            all.add(new Parameters.Tensor("h." + l, h.get(l)));
            if (shape.cell().hasCellState()) {
                all.add(new Parameters.Tensor("c." + l, c.get(l)));
            }
        }
        return List.copyOf(all);
    }

    /// Forgets everything.
    public void reset() {
        h.forEach(FMatrixRMaj::zero);
        c.forEach(FMatrixRMaj::zero);
    }

    /// Forgets everything of one lane.
    public void resetLane(int lane) {
        h.forEach(of -> zeroRow(of, lane));
        if (shape.cell().hasCellState()) {
            c.forEach(of -> zeroRow(of, lane));
        }
    }

    private static void zeroRow(FMatrixRMaj of, int row) {
        Arrays.fill(of.data, row * of.numCols, (row + 1) * of.numCols, 0f);
    }

    /// Whether the hidden states of the first `count` lanes are all zero.
    boolean hiddenIsZero(int count) {
        for (FMatrixRMaj of : h) {
            for (int i = 0; i < count * of.numCols; i++) {
                if (of.data[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Copies lane `from` of `source` into lane `to` of this.
    public void copyLane(State source, int from, int to) {
        for (int l = 0; l < h.size(); l++) {
            copyRow(source.h(l), from, h.get(l), to);
            if (shape.cell().hasCellState()) {
                copyRow(source.c(l), from, c.get(l), to);
            }
        }
    }

    /// Copies the first lanes of `source`, as many as both have.
    public void copyFrom(State source) {
        copyFrom(source, Math.min(lanes, source.lanes));
    }

    /// Copies the first `count` lanes of `source`.
    void copyFrom(State source, int count) {
        for (int lane = 0; lane < count; lane++) {
            copyLane(source, lane, lane);
        }
    }

    public State copy() {
        var copy = new State(shape, lanes);
        copy.copyFrom(this);
        return copy;
    }

    private static void copyRow(FMatrixRMaj source, int from, FMatrixRMaj target, int to) {
        System.arraycopy(source.data, from * source.numCols, target.data, to * target.numCols, target.numCols);
    }
}
