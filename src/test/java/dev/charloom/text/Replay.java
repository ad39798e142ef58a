package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/// Unpacks the windows of an epoch into the sequences that an engine that carries its state would see.
final class Replay {

    /// What is read and what is to be predicted.
    record Pair(int input, int target) {}

    /// All steps of the lanes of a batch, from a fresh window to the next one.
    record Batch(List<List<Pair>> lanes) {

        Batch(int count) {
            this(new ArrayList<>());
            for (int lane = 0; lane < count; lane++) {
                lanes.add(new ArrayList<>());
            }
        }
    }

    private Replay() {}

    /// The batches of an epoch; checks on the way what every window has to be like.
    static List<Batch> epoch(Batches batches, int epoch) {
        List<Batch> replayed = new ArrayList<>();
        Window window = batches.newWindow();
        int active = 0;
        for (int index = 0; index < batches.windowsPerEpoch(); index++) {
            batches.fill(epoch, index, window);
            check(window, window.fresh() ? window.maxLanes() : active);
            if (window.fresh()) {
                replayed.add(new Batch(window.width(0)));
            }
            append(window, replayed.getLast());
            active = window.width(window.steps() - 1);
        }
        assertThat(scored(replayed)).isEqualTo(batches.charactersPerEpoch());
        return replayed;
    }

    /// All that a window says, to compare it with another one.
    static List<Object> contents(Window window) {
        List<Object> contents = new ArrayList<>(List.of(window.fresh(), window.steps(), window.rows()));
        for (int step = 0; step < window.steps(); step++) {
            contents.add(List.of(window.width(step), window.start(step)));
        }
        for (int row = 0; row < window.rows(); row++) {
            contents.add(new Pair(window.inputs()[row], window.targets()[row]));
        }
        return contents;
    }

    private static void check(Window window, int widest) {
        assertThat(window.steps()).isBetween(1, window.maxSteps());
        int rows = 0;
        int width = widest;
        for (int step = 0; step < window.steps(); step++) {
            assertThat(window.start(step)).isEqualTo(rows);
            assertThat(window.width(step)).isBetween(1, width).isEqualTo(window.widths()[step]);
            width = window.width(step);
            rows += width;
        }
        assertThat(window.rows()).isEqualTo(rows);
    }

    private static void append(Window window, Batch batch) {
        for (int step = 0; step < window.steps(); step++) {
            for (int lane = 0; lane < window.width(step); lane++) {
                int row = window.start(step) + lane;
                batch.lanes().get(lane).add(new Pair(window.inputs()[row], window.targets()[row]));
            }
        }
    }

    private static long scored(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.lanes().stream())
                .flatMap(List::stream)
                .filter(pair -> pair.target() != Window.NOT_SCORED)
                .count();
    }
}
