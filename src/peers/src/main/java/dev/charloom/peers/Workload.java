package dev.charloom.peers;

import java.util.List;

/// A network and how many characters go through it at once: what every peer is measured at.
///
/// @param embedding width of the embedding; as wide as the vocabulary where Charloom feeds characters one-hot
/// @param sampling whether text is written with it, a character at a time, instead of trained on
/// @param batch lanes, or streams written in lock-step
/// @param time characters per lane and training step
record Workload(
        String name,
        boolean sampling,
        Cell cell,
        int vocabulary,
        int embedding,
        int hidden,
        int layers,
        int batch,
        int time) {

    /// What a step of sampling writes of each stream
    static final int CHARACTERS_PER_STREAM = 100;

    static final List<Workload> NAMED = List.of(
            new Workload("dinos", false, Cell.GRU, 53, 256, 1024, 1, 64, 24),
            new Workload("headlines", false, Cell.LSTM, 118, 118, 256, 3, 1024, 48),
            new Workload("headlines512", false, Cell.LSTM, 118, 118, 512, 3, 1024, 48),
            new Workload("charrnn", false, Cell.LSTM, 65, 65, 128, 2, 50, 50),
            new Workload("charrnn512", false, Cell.LSTM, 65, 65, 512, 2, 64, 64),
            new Workload("sample1", true, Cell.LSTM, 65, 65, 512, 2, 1, 1),
            new Workload("sample32", true, Cell.LSTM, 65, 65, 512, 2, 32, 1));

    int charactersPerStep() {
        return batch * (sampling ? CHARACTERS_PER_STREAM : time);
    }

    static Workload named(String name) {
        return NAMED.stream()
                .filter(workload -> workload.name.equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no workload '%s'; there are %s".formatted(name, names())));
    }

    private static List<String> names() {
        return NAMED.stream().map(Workload::name).toList();
    }
}
