package dev.charloom.bench;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Tape;
import dev.charloom.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the words after `bench`.
final class ArgumentParser {

    private static final double DEFAULT_SECONDS = 20;
    private static final String WORKLOAD = "WORKLOAD";

    private final Map<BenchOption, String> given = new EnumMap<>(BenchOption.class);
    private final List<String> names = new ArrayList<>();
    private final List<WrongArgument> wrong = new ArrayList<>();

    private ArgumentParser() {}

    /// @param cores threads where none are asked for
    /// @throws InvalidArguments naming every argument that cannot be followed
    static BenchArguments parse(List<String> words, int cores) {
        var parser = new ArgumentParser();
        parser.read(words);
        Workload base = parser.base();
        parser.refuseIfWrong();
        Workload workload = parser.changed(base);
        parser.refuseIfWrong();
        return new BenchArguments(
                workload,
                parser.whole(BenchOption.THREADS, cores),
                Double.parseDouble(parser.value(BenchOption.SECONDS, String.valueOf(DEFAULT_SECONDS))),
                parser.value(BenchOption.KERNEL, Kernels.names().getFirst()));
    }

    /// Sorts the words into names and options, and checks each option for itself.
    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                names.add(word);
                continue;
            }
            String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            BenchOption option = BenchOption.of(flag).orElse(null);
            if (option == null) {
                wrong.add(new WrongArgument("option", flag, "one of " + String.join(", ", BenchOption.flags())));
            } else if (word.contains("=")) {
                give(option, word.substring(flag.length() + 1));
            } else {
                boolean valueFollows = option.takesAValue() && i + 1 < words.size() && !isFlag(words.get(i + 1));
                give(option, valueFollows ? words.get(++i) : "");
            }
        }
    }

    private static boolean isFlag(String word) {
        return word.startsWith("--");
    }

    private void give(BenchOption option, String value) {
        if (!option.domain().contains(value)) {
            wrong.add(new WrongArgument(option.flag(), value, option.domain().description()));
        } else if (given.put(option, value) != null) {
            wrong.add(new WrongArgument(option.flag(), value, "given once"));
        }
    }

    /// The workload that the options change.
    private Workload base() {
        String name = names.isEmpty() ? "" : names.getFirst();
        names.stream().skip(1).forEach(more -> wrong.add(new WrongArgument(WORKLOAD, more, "one name alone")));
        boolean madeOfOptions = name.isEmpty() && given.keySet().stream().anyMatch(BenchOption::ofTheShape);
        if (!madeOfOptions
                && !name.equals(Workload.CUSTOM)
                && Workload.named(name).isEmpty()) {
            wrong.add(new WrongArgument(WORKLOAD, name, "one of " + workloadNames() + ", or left out beside a shape"));
        }
        return Workload.named(name).orElse(Workload.plain());
    }

    private static String workloadNames() {
        return Stream.concat(Workload.named().stream().map(Workload::name), Stream.of(Workload.CUSTOM))
                .collect(Collectors.joining(", "));
    }

    private Workload changed(Workload base) {
        if (given.keySet().stream().noneMatch(BenchOption::ofTheShape)) {
            return base;
        }
        boolean sampling = base.sampling() || given.containsKey(BenchOption.SAMPLE);
        if (sampling && given.containsKey(BenchOption.TIME)) {
            wrong.add(new WrongArgument(
                    BenchOption.TIME.flag(),
                    value(BenchOption.TIME, ""),
                    "left out in sampling, which has no windows"));
        }
        ModelShape from = base.shape();
        var shape = new ModelShape(
                whole(BenchOption.VOCABULARY, from.vocabulary()),
                cell(from.cell()),
                whole(BenchOption.LAYERS, from.layers()),
                whole(BenchOption.HIDDEN, from.hidden()),
                whole(BenchOption.EMBEDDING, from.embedding()));
        int time = sampling ? 1 : whole(BenchOption.TIME, base.time());
        var workload = new Workload(Workload.CUSTOM, shape, whole(BenchOption.BATCH, base.batch()), time, sampling);
        if (workload.largestMatrix() > Tape.MOST_NUMBERS) {
            wrong.add(new WrongArgument(
                    "the shape", workload.description(), "one whose matrices have fewer than 2³¹ numbers each"));
        }
        return workload;
    }

    private CellKind cell(CellKind otherwise) {
        return switch (value(BenchOption.CELL, "")) {
            case "rnn" -> CellKind.RNN;
            case "gru" -> CellKind.GRU_RESET_AFTER;
            case "gru-before" -> CellKind.GRU_RESET_BEFORE;
            case "lstm" -> CellKind.LSTM;
            default -> otherwise;
        };
    }

    private int whole(BenchOption option, int otherwise) {
        return Integer.parseInt(value(option, String.valueOf(otherwise)));
    }

    private String value(BenchOption option, String otherwise) {
        return given.getOrDefault(option, otherwise);
    }

    private void refuseIfWrong() {
        if (!wrong.isEmpty()) {
            throw new InvalidArguments(wrong);
        }
    }
}
