package dev.charloom.bench;

import dev.charloom.bench.OptionDomain.Choice;
import dev.charloom.bench.OptionDomain.Nothing;
import dev.charloom.bench.OptionDomain.Positive;
import dev.charloom.bench.OptionDomain.WholeNumber;
import dev.charloom.engine.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The options of the command.
enum BenchOption {
    THREADS("--threads", "N", new WholeNumber(1, 1024), false, "threads that compute; as many as there are cores"),
    SECONDS("--seconds", "S", new Positive(86_400), false, "how long is measured, after warming up; 20"),
    KERNEL(
            "--kernel",
            "K",
            new Choice(Kernels.names()),
            false,
            "what multiplies the matrices; auto, as in the service"),
    CELL("--cell", "C", new Choice(List.of("rnn", "gru", "gru-before", "lstm")), true, "recurrent cell; lstm"),
    LAYERS("--layers", "L", new WholeNumber(1, 64), true, "stacked layers; 2"),
    HIDDEN("--hidden", "H", new WholeNumber(1, 16_384), true, "units of each layer; 128"),
    EMBEDDING("--embedding", "E", new WholeNumber(0, 16_384), true, "width of the embedding, 0 for one-hot; 32"),
    VOCABULARY("--vocabulary", "V", new WholeNumber(2, 100_000), true, "characters; 65"),
    BATCH("--batch", "B", new WholeNumber(1, 65_536), true, "lanes, or streams in sampling; 32"),
    TIME("--time", "T", new WholeNumber(1, 65_536), true, "steps of a window, in training; 64"),
    SAMPLE("--sample", "", new Nothing(), true, "measures sampling instead of training");

    private final String flag;
    private final String metavariable;

    @SuppressWarnings("Immutable") // records of numbers and of unmodifiable lists
    private final OptionDomain domain;

    private final boolean ofTheShape;
    private final String help;

    BenchOption(String flag, String metavariable, OptionDomain domain, boolean ofTheShape, String help) {
        this.flag = flag;
        this.metavariable = metavariable;
        this.domain = domain;
        this.ofTheShape = ofTheShape;
        this.help = help;
    }

    static Optional<BenchOption> of(String flag) {
        return Arrays.stream(values()).filter(it -> it.flag.equals(flag)).findFirst();
    }

    static List<String> flags() {
        return Arrays.stream(values()).map(BenchOption::flag).toList();
    }

    /// How it is written.
    String flag() {
        return flag;
    }

    OptionDomain domain() {
        return domain;
    }

    boolean takesAValue() {
        return !(domain instanceof Nothing);
    }

    /// Whether it changes what is measured, and not only how.
    boolean ofTheShape() {
        return ofTheShape;
    }

    /// Its line in the usage text; the default stands last.
    String usage() {
        return "  %-15s %s".formatted((flag + " " + metavariable).strip(), help)
                + (domain instanceof Choice choice ? " (" + String.join(", ", choice.words()) + ")" : "");
    }
}
