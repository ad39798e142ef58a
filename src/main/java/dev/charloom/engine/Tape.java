package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.engine.kernel.Team;
import dev.charloom.engine.kernel.linux.HugePages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// What a pass over a window writes, and what backward needs of it. Allocated once for the largest window.
///
/// `N` rows below are rows of a [Window]: step by step, lane by lane. A tape belongs to one pass at a time.
public final class Tape {

    /// What one layer leaves behind.
    ///
    /// @param Z N×G·H, a row every [#gatesStride] numbers: forward the pre-activations and then the gates'
    ///     activations, backward the gradients of the pre-activations
    /// @param H N×H: hidden states
    /// @param C N×H: an LSTM's cell states; 0×H otherwise
    /// @param S N×H: LSTM tanh(c); GRU reset after the recurrent part of the candidate, then its gradient;
    ///     GRU reset before r∘h₋; 0×H for the simple cell
    /// @param norm what layer normalisation leaves behind; null without it
    record Layer(
            FMatrixRMaj Z,
            FMatrixRMaj H,
            FMatrixRMaj C,
            FMatrixRMaj S,
            @Nullable Norm norm) {

        /// Gradients of the products of the input, N×G·H.
        FMatrixRMaj dInput() {
            return norm == null ? Z : norm.X();
        }
    }

    /// What layer normalisation leaves behind.
    ///
    /// @param X N×G·H: the normalised products of the input, then the gradients of the products
    /// @param scales N×G: their 1/σ
    /// @param R N×G·H: the normalised recurrent products
    /// @param recurrentScales N×G: their 1/σ
    /// @param dR N×G·H: gradients of the recurrent products
    record Norm(FMatrixRMaj X, FMatrixRMaj scales, FMatrixRMaj R, FMatrixRMaj recurrentScales, FMatrixRMaj dR) {

        static Norm of(ModelShape shape, int rows, int backwardRows) {
            int gates = shape.cell().gates();
            return new Norm(
                    new FMatrixRMaj(rows, shape.gatesSize()),
                    new FMatrixRMaj(rows, gates),
                    new FMatrixRMaj(rows, shape.gatesSize()),
                    new FMatrixRMaj(rows, gates),
                    new FMatrixRMaj(backwardRows, shape.gatesSize()));
        }
    }

    /// Numbers that a matrix may have: as many as one array can hold.
    public static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

    private static final int CLOSE_FLOATS = 2048 / Float.BYTES;
    private static final int LINE_FLOATS = 64 / Float.BYTES;

    private final CellKind cell;
    private final int maxRows;
    private final int maxLanes;
    private final boolean forTraining;
    private final List<Layer> layers = new ArrayList<>();
    private final List<List<Layer>> layersOfUnits = new ArrayList<>(); // by worker; see layer(int, Worker)
    private State initial; // the state before the window; in inference the caller's own
    private boolean beginsWithZeros;
    private final FMatrixRMaj logits; // N×V: logits, then their gradients
    private final FMatrixRMaj dH; // N×H: gradients of the hidden states of the layer at hand
    private final FMatrixRMaj dHnext; // B×H: from the following step
    private final FMatrixRMaj dC; // B×H: gradients of the cell states
    private final FMatrixRMaj dS; // B×H: gradients of r∘h₋ (GRU reset before)
    private final FMatrixRMaj hBefore; // copiedRows(N)×H: hidden states of the steps before
    private final FMatrixRMaj ones; // N×1
    private final FMatrixRMaj dTable; // V×G·H: gradients of the first layer's input table
    private final double[] losses; // N, nats
    private final Crew crew;

    private final LockedDropout dropout;

    private Tape(ModelShape shape, int rows, int lanes, boolean forTraining, Dropout dropout, Crew crew) {
        this.cell = shape.cell();
        this.maxRows = rows;
        this.maxLanes = lanes;
        this.forTraining = forTraining;
        int hidden = shape.hidden();
        boolean lstm = shape.cell() == CellKind.LSTM;
        boolean extra = shape.cell() != CellKind.RNN;
        for (int l = 0; l < shape.layers(); l++) {
            layers.add(new Layer(
                    new FMatrixRMaj(rows, gatesStride(shape)),
                    new FMatrixRMaj(rows, hidden),
                    new FMatrixRMaj(lstm ? rows : 0, hidden),
                    new FMatrixRMaj(extra ? rows : 0, hidden),
                    shape.normalised() ? Norm.of(shape, rows, forTraining ? rows : 0) : null));
        }
        boolean dividesUnits = !forTraining && Division.of(shape, 1, crew.size(), false) == Division.UNITS;
        for (int worker = 0; worker < crew.size(); worker++) {
            layersOfUnits.add(dividesUnits && worker > 0 ? layersBeside() : layers);
        }
        int backwardRows = forTraining ? rows : 0;
        int backwardLanes = forTraining ? lanes : 0;
        initial = new State(shape, backwardLanes);
        logits = new FMatrixRMaj(rows, shape.vocabulary());
        dH = new FMatrixRMaj(backwardRows, hidden);
        dHnext = new FMatrixRMaj(backwardLanes, hidden);
        dC = new FMatrixRMaj(backwardLanes, hidden);
        dS = new FMatrixRMaj(backwardLanes, hidden);
        hBefore = new FMatrixRMaj((int) copiedRows(backwardRows), hidden);
        ones = new FMatrixRMaj(backwardRows, 1);
        java.util.Arrays.fill(ones.data, 1f);
        dTable = new FMatrixRMaj(forTraining && !shape.oneHot() ? shape.vocabulary() : 0, shape.gatesSize());
        losses = new double[rows];
        this.dropout = new LockedDropout(shape, dropout, rows, lanes);
        this.crew = crew;
    }

    /// Gathers what every step writes and reads again: worth it for a tape of many steps.
    void gatherInHugePages() {
        for (Layer layer : layers) {
            Stream.of(layer.Z(), layer.H(), layer.C(), layer.S()).forEach(it -> HugePages.gather(it.data));
            if (layer.norm() != null) {
                Norm norm = layer.norm();
                Stream.of(norm.X(), norm.R(), norm.dR()).forEach(it -> HugePages.gather(it.data));
            }
        }
        Stream.of(logits, dH, hBefore).forEach(it -> HugePages.gather(it.data));
    }

    /// Numbers from one row of a layer's gates to the next: G·H, or a cache line more. Rows that begin a multiple
    /// of 2 KB apart would have their lines in the same few places of L1 and L2, where those of a product's tile
    /// displace each other.
    public static int gatesStride(ModelShape shape) {
        int gates = shape.gatesSize();
        return gates % CLOSE_FLOATS == 0 ? gates + LINE_FLOATS : gates;
    }

    /// Numbers in the largest matrix of a pass over `rows` rows, the weights included: it fits if they are no more than
    /// [#MOST_NUMBERS].
    public static double largestMatrix(ModelShape shape, double rows) {
        double perRow = Math.max(gatesStride(shape), shape.vocabulary());
        double width = Math.max(shape.hidden(), shape.embedding());
        double inputs = Math.max(width, shape.vocabulary()) * shape.gatesSize();
        return Math.max(rows * perRow, Math.max(inputs, width * shape.vocabulary()));
    }

    /// How many hidden states a pass over `rows` rows may copy, to have them in the order of what follows them.
    public static double copiedRows(double rows) {
        return Math.min(rows, RowBlock.MOST_ROWS);
    }

    /// A tape for forward and backward passes over windows of at most `rows` rows and `lanes` lanes.
    public static Tape forTraining(ModelShape shape, int rows, int lanes, Blas blas, Team team) {
        return forTraining(shape, Dropout.NONE, rows, lanes, blas, team);
    }

    /// As [#forTraining(ModelShape, int, int, Blas, Team)], for passes that drop units.
    static Tape forTraining(ModelShape shape, Dropout dropout, int rows, int lanes, Blas blas, Team team) {
        return new Tape(shape, rows, lanes, true, dropout, Crew.of(shape, blas, team));
    }

    /// A tape for forward passes on the calling thread.
    public static Tape forInference(ModelShape shape, int rows, int lanes, Blas blas) {
        return forInference(shape, rows, lanes, blas, SharedTeam.alone());
    }

    /// A tape for forward passes on the calling thread, and on those of a team where that is free.
    public static Tape forInference(ModelShape shape, int rows, int lanes, Blas blas, SharedTeam team) {
        return new Tape(shape, rows, lanes, false, Dropout.NONE, Crew.of(shape, blas, team));
    }

    /// Takes in the state before a window. A backward pass needs it when the state has long become the one after the
    /// window; a forward pass is done with a lane's state when it writes the next one.
    ///
    /// @param backward whether gradients are wanted
    void begin(Window window, State state, boolean backward) {
        require(window, state, backward);
        if (forTraining) {
            initial.copyFrom(state, window.lanes());
        } else {
            initial = state;
        }
        beginsWithZeros = backward && initial.hiddenIsZero(window.lanes());
        dropout.turn(backward);
        crew.divide(window.lanes());
    }

    private void require(Window window, State state, boolean backward) {
        if (window.rows() > maxRows || window.lanes() > maxLanes || window.lanes() > state.lanes()) {
            throw new IllegalArgumentException("a window of " + window.rows() + " rows and " + window.lanes()
                    + " lanes exceeds the tape's " + maxRows + " rows, " + maxLanes + " lanes or the state's "
                    + state.lanes() + " lanes");
        }
        if (backward && !forTraining) {
            throw new IllegalArgumentException("this tape is for inference");
        }
    }

    /// What the units of a layer did in one row of the window that was read last, by a pass that went forward only.
    ///
    /// @param layer from 0, the one that reads the characters
    /// @param values out: `H` numbers, one for each unit
    /// @throws IllegalArgumentException if the cell has no such signal
    public void read(Signal signal, int layer, int row, float[] values) {
        int place = Signal.of(cell).indexOf(signal);
        if (place < 0) {
            throw new IllegalArgumentException("a cell of kind " + cell + " has no " + signal.label());
        }
        int gate = signal == Signal.HIDDEN || signal == Signal.CELL ? 0 : place; // gates come first
        for (Worker worker : crew.workersOfLastRun()) {
            Layer of = layer(layer, worker);
            FMatrixRMaj from = switch (signal) {
                case HIDDEN -> of.H();
                case CELL -> of.C();
                default -> of.Z();
            };
            int at = row * from.numCols + gate * worker.hidden() + worker.firstUnit();
            System.arraycopy(from.data, at, values, worker.firstUnit(), worker.units());
        }
    }

    /// Of a pass, what every worker may read.
    Layer layer(int index) {
        return layers.get(index);
    }

    /// What a worker writes. Where units are divided in inference, that is a copy of its own, of which its
    /// units count; but what all read, hidden states above all, is the same. Else two workers would write to the
    /// cache lines in which the units of one end and those of the next begin, and wait for each other.
    Layer layer(int index, Worker worker) {
        return worker.division() == Division.UNITS
                ? layersOfUnits.get(worker.index()).get(index)
                : layers.get(index);
    }

    private List<Layer> layersBeside() {
        boolean allReadS = cell == CellKind.GRU_RESET_BEFORE; // r∘h₋, of all units, is what the candidate is made of
        var beside = new ArrayList<Layer>();
        for (Layer it : layers) {
            beside.add(new Layer(alike(it.Z()), it.H(), alike(it.C()), allReadS ? it.S() : alike(it.S()), it.norm()));
        }
        return beside;
    }

    private static FMatrixRMaj alike(FMatrixRMaj matrix) {
        return new FMatrixRMaj(matrix.numRows, matrix.numCols);
    }

    State initial() {
        return initial;
    }

    /// Whether the hidden states before the window are known to be zero, as they are before every line. In a pass that
    /// goes forward only nobody has looked.
    boolean beginsWithZeros() {
        return beginsWithZeros;
    }

    LockedDropout dropout() {
        return dropout;
    }

    FMatrixRMaj logits() {
        return logits;
    }

    FMatrixRMaj dH() {
        return dH;
    }

    FMatrixRMaj dHnext() {
        return dHnext;
    }

    FMatrixRMaj dC() {
        return dC;
    }

    FMatrixRMaj dS() {
        return dS;
    }

    /// Where a [RowBlock] may copy states to.
    FMatrixRMaj hBefore() {
        return hBefore;
    }

    FMatrixRMaj ones() {
        return ones;
    }

    FMatrixRMaj dTable() {
        return dTable;
    }

    double[] losses() {
        return losses;
    }

    /// Whether passes over this tape may go backward.
    boolean forTraining() {
        return forTraining;
    }

    /// Runs `work` with every worker, or with one who does all of it, and returns when it is done.
    void run(Consumer<Worker> work) {
        crew.run(work);
    }
}
