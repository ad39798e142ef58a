package dev.charloom.generation;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Signal;
import dev.charloom.sampling.Trace;
import dev.charloom.sampling.Units;
import dev.charloom.text.TextMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Chooses what to look at in a model, and makes an answer of what was seen.
final class Inspector {

    /// Characters of a text.
    static final int MOST_CHARACTERS = 10_000;

    /// Numbers that a request notes: characters times units times signals.
    static final int MOST_NOTED = 4_000_000;

    /// Numbers that a request answers with.
    static final int MOST_TRACED = 1_000_000;

    private static final Comparator<Inspection.Ranked> BEST_FIRST = Comparator.comparingDouble(
                    (Inspection.Ranked it) -> -Math.abs(it.separation() == null ? 0 : it.separation()))
            .thenComparingInt(Inspection.Ranked::unit);

    private final LoadedModel model;
    private final ModelShape shape;
    private final InspectionParams params;
    private final int[] codePoints;
    private final int layer; // from 1
    private final List<Signal> signals;

    /// @throws InvalidInspection if it is not there, or too much
    Inspector(LoadedModel model, String text, InspectionParams params) {
        this.model = model;
        this.shape = model.writer().shape();
        this.params = params;
        this.codePoints = text.codePoints().toArray();
        this.layer = params.layer() == null ? shape.layers() : params.layer();
        this.signals = signals(Signal.of(shape.cell()), params.signals());
        List<InvalidInspection.Violation> violations = new ArrayList<>(violations());
        if (violations.isEmpty()) {
            violations.addAll(excess());
        }
        if (!violations.isEmpty()) {
            throw new InvalidInspection(violations);
        }
    }

    private static List<Signal> signals(List<Signal> available, @Nullable List<String> names) {
        if (names != null) {
            return available.stream().filter(it -> names.contains(it.label())).toList();
        }
        return List.of(available.contains(Signal.CELL) ? Signal.CELL : Signal.HIDDEN);
    }

    /// What the model does not have.
    private List<InvalidInspection.Violation> violations() {
        var violations = new ArrayList<InvalidInspection.Violation>();
        if (layer > shape.layers()) {
            violations.add(new InvalidInspection.Violation("layer", layer, "1 to " + shape.layers()));
        }
        String names = available().stream().collect(Collectors.joining(", "));
        refuse("signals", params.signals(), available()::contains, "one of " + names, violations);
        refuse(
                "units",
                params.units(),
                unit -> unit >= 0 && unit < shape.hidden(),
                "0 to " + (shape.hidden() - 1),
                violations);
        if (codePoints.length > MOST_CHARACTERS) {
            violations.add(
                    new InvalidInspection.Violation("text", null, "at most %d characters".formatted(MOST_CHARACTERS)));
        }
        return violations;
    }

    private static <E> void refuse(
            String field,
            @Nullable List<E> values,
            Predicate<E> allowed,
            String range,
            List<InvalidInspection.Violation> violations) {
        if (values != null) {
            values.stream()
                    .filter(allowed.negate())
                    .findFirst()
                    .ifPresent(wrong -> violations.add(new InvalidInspection.Violation(field, wrong, range)));
        }
    }

    /// What there is too much of.
    private List<InvalidInspection.Violation> excess() {
        int perCharacter = signals.size() * read().size();
        if ((long) perCharacter * codePoints.length > MOST_NOTED) {
            return List.of(new InvalidInspection.Violation(
                    "text", null, "at most %d characters with %s".formatted(MOST_NOTED / perCharacter, much())));
        }
        long traced =
                params.units() == null ? params.top() : (long) params.units().size() * signals.size();
        return traced * codePoints.length <= MOST_TRACED
                ? List.of()
                : List.of(new InvalidInspection.Violation(
                        params.units() == null ? "top" : "units",
                        null,
                        "at most %d with a text of %d characters"
                                .formatted(MOST_TRACED / codePoints.length, codePoints.length)));
    }

    private String much() {
        return "%d units and %d signals".formatted(read().size(), signals.size());
    }

    private List<String> available() {
        return Signal.of(shape.cell()).stream().map(Signal::label).toList();
    }

    /// The units that have to be looked at.
    Units units() {
        return new Units(layer - 1, signals, read());
    }

    /// All of them where they are to be ranked.
    private List<Integer> read() {
        List<Integer> named = params.units();
        if (named != null && params.feature() == null) {
            return named.stream().distinct().toList();
        }
        int count = params.feature() == null ? Math.min(params.top(), shape.hidden()) : shape.hidden();
        return IntStream.range(0, count).boxed().toList();
    }

    /// @param traces of what [#units] asked for
    Inspection inspection(List<Trace> traces) {
        float[] feature =
                params.feature() == null ? null : params.feature().of(codePoints, model.mode() == TextMode.LINES);
        List<Inspection.Traced> seen = ranked(traces, feature);
        List<Integer> named = params.units();
        return new Inspection(
                model.author(),
                layer,
                shape.layers(),
                shape.hidden(),
                available(),
                codePoints.length,
                feature,
                seen.stream()
                        .map(Inspection.Traced::unit)
                        .limit(Inspection.MOST_RANKED)
                        .toList(),
                named == null
                        ? seen.stream().limit(params.top()).toList()
                        : seen.stream()
                                .filter(it -> named.contains(it.unit().unit()))
                                .toList());
    }

    private static List<Inspection.Traced> ranked(List<Trace> traces, float @Nullable [] feature) {
        Separation separation = feature == null ? null : new Separation(feature);
        return traces.stream()
                .map(trace -> new Inspection.Traced(
                        new Inspection.Ranked(
                                trace.signal().label(),
                                trace.unit(),
                                separation == null ? null : separation.of(trace.values())),
                        trace.values()))
                .sorted(Comparator.comparing(Inspection.Traced::unit, BEST_FIRST))
                .toList();
    }
}
