package dev.charloom.bench;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Tape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is measured: steps of training, or of writing.
///
/// @param batch lanes, `B`
/// @param time steps of a window, `T`; 1 in sampling
/// @param sampling whether characters are written instead of trained on
record Workload(String name, ModelShape shape, int batch, int time, boolean sampling) {

    /// The name of every workload that is none of the named ones.
    static final String CUSTOM = "custom";

    private static final List<Workload> NAMED = List.of(
            new Workload("dinos", new ModelShape(53, CellKind.GRU_RESET_AFTER, 1, 1024, 256), 64, 24, false),
            new Workload("headlines", new ModelShape(118, CellKind.LSTM, 3, 256, 0), 1024, 48, false),
            new Workload("headlines512", new ModelShape(118, CellKind.LSTM, 3, 512, 0), 1024, 48, false),
            new Workload("charrnn", new ModelShape(65, CellKind.LSTM, 2, 128, 0), 50, 50, false),
            new Workload("charrnn512", new ModelShape(65, CellKind.LSTM, 2, 512, 0), 64, 64, false),
            new Workload("sample1", new ModelShape(65, CellKind.LSTM, 2, 512, 0), 1, 1, true),
            new Workload("sample32", new ModelShape(65, CellKind.LSTM, 2, 512, 0), 32, 1, true));

    /// Where a workload starts from that is made of options alone: the defaults of training.
    private static final Workload PLAIN =
            new Workload(CUSTOM, new ModelShape(65, CellKind.LSTM, 2, 128, 32), 32, 64, false);

    /// The workloads that have a name, and with it a fixed definition.
    static List<Workload> named() {
        return NAMED;
    }

    static Optional<Workload> named(String name) {
        return NAMED.stream().filter(it -> it.name.equals(name)).findFirst();
    }

    static Workload plain() {
        return PLAIN;
    }

    /// Floating-point operations for each character: two for every recurrent, layer-to-layer and output weight, and
    /// in training twice as many again for the backward pass. What the input layer, biases, activations and the
    /// optimiser do is not counted.
    long flopsPerCharacter() {
        long perLayer = (long) shape.hidden() * shape.gatesSize();
        long weights = (2L * shape.layers() - 1) * perLayer + (long) shape.hidden() * shape.vocabulary();
        return (sampling ? 2 : 6) * weights;
    }

    /// Numbers in the largest matrix that a pass needs.
    double largestMatrix() {
        return Tape.largestMatrix(shape, (double) batch * time);
    }

    /// For people: `gru 1×1024, embedding 256, vocabulary 53, batch 64, windows of 24`.
    String description() {
        String streams = batch == 1 ? "one stream" : batch + " streams";
        String work = sampling ? streams : "batch %d, windows of %d".formatted(batch, time);
        return "%s %d×%d, %s, vocabulary %d, %s"
                .formatted(
                        shape.cell().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        shape.layers(),
                        shape.hidden(),
                        shape.oneHot() ? "one-hot" : "embedding " + shape.embedding(),
                        shape.vocabulary(),
                        work);
    }
}
