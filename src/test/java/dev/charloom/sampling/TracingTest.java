package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.Signal;
import dev.charloom.engine.State;
import dev.charloom.engine.Tape;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final Vocabulary CHARACTERS = Vocabulary.of('\n', 'a', 'b', 'c');
    private static final int NEWLINE = 0;
    private static final int NO_CHARACTER = -1;
    private static final ModelShape SHAPE = new ModelShape(4, CellKind.LSTM, 2, 6, 0);

    private final Network network =
            Network.forInference(new Initializer(new SplittableRandom(5)).initialize(SHAPE), new JavaBlas());

    private List<Trace> traces(TextMode mode, String text, Units units) {
        var writer = new TextWriter(network, CHARACTERS, mode, new JavaBlas());
        var seen = new AtomicReference<List<Trace>>();
        WritingLoop loop = writer.loop(3);
        loop.add(writer.traces(CHARACTERS.encode(text), NEWLINE, units, (traces, _) -> seen.set(traces)));
        while (loop.advance() > 0) {
            // until all is read
        }
        return seen.get();
    }

    /// What a unit is after each of these ids, read one at a time from nothing.
    private float[] oneByOne(Signal signal, int layer, int unit, int... ids) {
        var state = new State(SHAPE, 1);
        Tape tape = Tape.forInference(SHAPE, 1, 1, new JavaBlas());
        float[] seen = new float[ids.length];
        float[] all = new float[SHAPE.hidden()];
        for (int i = 0; i < ids.length; i++) {
            var window = new Window();
            window.set(1, new int[] {1}, new int[] {ids[i]}, new int[] {-1});
            network.logits(window, state, tape);
            tape.read(signal, layer, 0, all);
            seen[i] = all[unit];
        }
        return seen;
    }

    @Test
    void aTextIsReadAfterANewlineAndEveryCharacterHasTheValueAfterIt() {
        var units = new Units(1, List.of(Signal.FORGET, Signal.CELL), List.of(4, 0));
        String text = "abc\ncab".repeat(30); // more than one pass reads at once

        List<Trace> traces = traces(TextMode.TEXT, text, units);

        assertThat(traces)
                .extracting(it -> it.signal().label() + it.unit())
                .containsExactly("forget4", "forget0", "cell4", "cell0");
        int[] ids = CHARACTERS.encode("\n" + text);
        for (Trace trace : traces) {
            float[] expected = oneByOne(trace.signal(), 1, trace.unit(), ids);
            assertThat(trace.values()).containsExactly(Arrays.copyOfRange(expected, 1, ids.length));
        }
    }

    @Test
    void everyLineIsReadFromNothingAndANewlineStandsForTheStartOfTheNext() {
        var units = new Units(0, List.of(Signal.HIDDEN), List.of(3));

        float[] values = traces(TextMode.LINES, "ab\n\ncb\n", units).getFirst().values();

        float start = oneByOne(Signal.HIDDEN, 0, 3, NO_CHARACTER)[0];
        float[] first = oneByOne(Signal.HIDDEN, 0, 3, NO_CHARACTER, 1, 2);
        float[] third = oneByOne(Signal.HIDDEN, 0, 3, NO_CHARACTER, 3, 2);
        assertThat(values).containsExactly(first[1], first[2], start, start, third[1], third[2], start);
    }

    @Test
    void manyLinesAreReadTogetherAndGiveWhatEachGivesAlone() {
        var units = new Units(1, List.of(Signal.HIDDEN), List.of(0, 1, 2, 3, 4, 5));
        String line = "abcc\n";

        List<Trace> alone = traces(TextMode.LINES, line, units);
        List<Trace> together = traces(TextMode.LINES, "b\n" + line.repeat(20), units);

        for (int unit = 0; unit < alone.size(); unit++) {
            for (int i = 0; i < 20 * line.length(); i++) {
                assertThat(together.get(unit).values()[2 + i])
                        .isEqualTo(alone.get(unit).values()[i % line.length()]);
            }
        }
    }
}
