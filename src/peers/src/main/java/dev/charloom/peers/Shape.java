package dev.charloom.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/// What is to differ from a named workload, so that shapes can be compared that nobody tuned for. Charloom's `bench`
/// takes the same options.
final class Shape {

    @Option(names = "--cell", description = "${COMPLETION-CANDIDATES}")
    private Cell cell;

    @Option(names = "--layers", description = "cells on top of one another")
    private Integer layers;

    @Option(names = "--hidden", description = "width of a layer")
    private Integer hidden;

    @Option(
            names = "--embedding",
            description = "width of the embedding; 0: one-hot, for the peers as wide as the vocabulary")
    private Integer embedding;

    @Option(names = "--vocabulary", description = "distinct characters")
    private Integer vocabulary;

    @Option(names = "--batch", description = "lanes, or streams to write at once")
    private Integer batch;

    @Option(names = "--time", description = "characters per lane and training step")
    private Integer time;

    Workload applyTo(Workload named) {
        int characters = or(vocabulary, named.vocabulary());
        int width = or(embedding, named.embedding() == named.vocabulary() ? 0 : named.embedding());
        return new Workload(
                String.join(" ", argumentsAfter(named.name())),
                named.sampling(),
                cell == null ? named.cell() : cell,
                characters,
                width == 0 ? characters : width,
                or(hidden, named.hidden()),
                or(layers, named.layers()),
                or(batch, named.batch()),
                or(time, named.time()));
    }

    /// The command line that says the same to another process
    List<String> argumentsAfter(String workload) {
        List<String> arguments = new ArrayList<>(List.of(workload));
        add(arguments, "--cell", cell == null ? null : cell.name().toLowerCase(Locale.ROOT));
        add(arguments, "--layers", layers);
        add(arguments, "--hidden", hidden);
        add(arguments, "--embedding", embedding);
        add(arguments, "--vocabulary", vocabulary);
        add(arguments, "--batch", batch);
        add(arguments, "--time", time);
        return arguments;
    }

    private static void add(List<String> arguments, String option, Object value) {
        if (value != null) {
            arguments.addAll(List.of(option, value.toString()));
        }
    }

    private static int or(Integer chosen, int otherwise) {
        return chosen == null ? otherwise : chosen;
    }
}
