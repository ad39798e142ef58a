package dev.charloom.exchange;

import java.util.List;
import java.util.Locale;

/// What this service can compute: characters one-hot or embedded, recurrent layers above each other, a linear
/// output.
final class PlainStack {

    /// What gives away a part that is no such thing.
    private record Sign(String word, String part) {}

    private static final List<Sign> SIGNS = List.of(
            new Sign("_reverse", "a bidirectional layer"),
            new Sign("bidirectional", "a bidirectional layer"),
            new Sign("backward_", "a bidirectional layer"),
            new Sign("weight_hr_l", "an LSTM with projections (proj_size)"),
            new Sign("projection", "a projection"),
            new Sign("attention", "attention"),
            new Sign("attn", "attention"),
            new Sign("in_proj_", "attention"),
            new Sign("query", "attention"),
            new Sign("peephole", "an LSTM with peepholes"),
            new Sign("running_mean", "batch normalisation"),
            new Sign("norm", "normalisation"),
            new Sign("conv", "a convolution"));

    private PlainStack() {}

    /// @throws ImportRejected if a tensor's name gives away that it belongs to something else
    static void requireOf(Iterable<String> names) {
        for (String name : names) {
            if (SIGNS.stream().anyMatch(sign -> isIn(name, sign))) {
                throw foreign(name);
            }
        }
    }

    /// The refusal of a tensor that has no place in such a stack.
    static ImportRejected foreign(String name) {
        String part = SIGNS.stream()
                .filter(sign -> isIn(name, sign))
                .map(Sign::part)
                .findFirst()
                .orElse("something");
        return new ImportRejected(
                ("its %s belongs to %s: a plain stack of recurrent layers between an optional embedding"
                                + " and a linear output is all that there can be")
                        .formatted(ForeignNames.shown(name), part));
    }

    private static boolean isIn(String name, Sign sign) {
        return name.toLowerCase(Locale.ROOT).contains(sign.word());
    }
}
