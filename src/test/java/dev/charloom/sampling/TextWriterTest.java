package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.State;
import dev.charloom.engine.Tape;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextWriterTest {

    private static final Vocabulary LETTERS = Vocabulary.of('\n', 'a', 'b', 'c', 0x1F600);
    private static final int START = -1;

    private final Network network = Network.forInference(
            new Initializer(new SplittableRandom(7)).initialize(new ModelShape(5, CellKind.LSTM, 2, 9, 0)),
            new JavaBlas());

    private List<WrittenText> write(TextMode mode, WritingTask task) {
        return new TextWriter(network, LETTERS, mode, new JavaBlas()).write(task);
    }

    private static WritingTask task(int texts, int maxLength, SamplingParams sampling, List<String> stop) {
        return new WritingTask(new int[] {START}, texts, maxLength, sampling, stop, 42);
    }

    @Test
    void aTextIsTheSameWhicheverTextsAreWrittenBesideIt() {
        List<WrittenText> many = write(TextMode.LINES, task(200, 30, SamplingParams.untruncated(), List.of()));
        List<WrittenText> few = write(TextMode.LINES, task(3, 30, SamplingParams.untruncated(), List.of()));

        assertThat(many.subList(0, 3)).isEqualTo(few);
        assertThat(many.stream().map(WrittenText::text).distinct().count()).isGreaterThan(100);
    }

    @Test
    void eachCharacterIsDrawnFromTheLogitsOfOneCharacterAtATime() {
        WrittenText written = write(TextMode.TEXT, task(1, 20, SamplingParams.untruncated(), List.of()))
                .getFirst();

        var expected = new StringBuilder();
        var sampler = Sampler.of(SamplingParams.untruncated(), RandomStream.of(42, Purpose.SAMPLE, 0));
        var state = new State(network.shape(), 1);
        var tape = Tape.forInference(network.shape(), 1, 1, new JavaBlas());
        var window = new Window();
        int id = START;
        for (int i = 0; i < 20; i++) {
            window.set(1, new int[] {1}, new int[] {id}, new int[] {-1});
            id = sampler.sample(network.logits(window, state, tape), 0, LETTERS.size());
            LETTERS.append(id, expected);
        }
        assertThat(written.text()).isEqualTo(expected.toString());
        assertThat(written.ended()).isFalse();
    }

    @Test
    void aPromptReadInPiecesCountsWhole() {
        int[] prompt = new int[150];
        for (int i = 0; i < prompt.length; i++) {
            prompt[i] = i % 5;
        }
        var whole = new WritingTask(prompt, 1, 10, SamplingParams.greedy(), List.of(), 1);
        var cut = new WritingTask(Arrays.copyOfRange(prompt, 100, 150), 1, 10, SamplingParams.greedy(), List.of(), 1);

        assertThat(write(TextMode.TEXT, whole).getFirst().text()).isEqualTo(greedyAfter(prompt));
        assertThat(write(TextMode.TEXT, cut).getFirst().text()).isEqualTo(greedyAfter(cut.prompt()));
    }

    private String greedyAfter(int[] prompt) {
        var out = new StringBuilder();
        var state = new State(network.shape(), 1);
        var tape = Tape.forInference(network.shape(), 1, 1, new JavaBlas());
        var window = new Window();
        int id = prompt[0];
        for (int i = 0; out.codePointCount(0, out.length()) < 10; i++) {
            window.set(1, new int[] {1}, new int[] {id}, new int[] {-1});
            int best = new GreedySampler().sample(network.logits(window, state, tape), 0, LETTERS.size());
            if (i + 1 < prompt.length) {
                id = prompt[i + 1];
            } else {
                id = best;
                LETTERS.append(id, out);
            }
        }
        return out.toString();
    }

    @Test
    void inLinesModeTheNewlineEndsATextAndIsLeftOut() {
        List<WrittenText> written = write(TextMode.LINES, task(300, 40, SamplingParams.untruncated(), List.of()));

        assertThat(written).allSatisfy(text -> {
            assertThat(text.text()).doesNotContain("\n");
            assertThat(text.characters()).isLessThanOrEqualTo(40);
            assertThat(text.ended()).isEqualTo(text.characters() < 40);
        });
        assertThat(written).anyMatch(WrittenText::ended);
    }

    @Test
    void inTextModeTheNewlineIsACharacterLikeAnyOther() {
        List<WrittenText> written = write(TextMode.TEXT, task(20, 60, SamplingParams.untruncated(), List.of()));

        assertThat(written).allSatisfy(text -> assertThat(text.characters()).isEqualTo(60));
        assertThat(written).anyMatch(text -> text.text().contains("\n"));
    }

    @Test
    void aStopSequenceEndsATextAndIsLeftOut() {
        String emoji = Character.toString(0x1F600);
        List<WrittenText> free = write(TextMode.TEXT, task(50, 60, SamplingParams.untruncated(), List.of()));
        List<WrittenText> stopped =
                write(TextMode.TEXT, task(50, 60, SamplingParams.untruncated(), List.of("ab", emoji)));

        for (int i = 0; i < free.size(); i++) {
            String text = free.get(i).text();
            int end = Math.min(indexOrEnd(text, "ab"), indexOrEnd(text, emoji));
            assertThat(stopped.get(i).text()).isEqualTo(text.substring(0, end));
            assertThat(stopped.get(i).ended()).isEqualTo(end < text.length());
            assertThat(stopped.get(i).characters()).isEqualTo(text.codePointCount(0, end));
        }
    }

    private static int indexOrEnd(String text, String stop) {
        int index = text.indexOf(stop);
        return index < 0 ? text.length() : index;
    }

    @Test
    void theFirstCharacterIsDistributedAsTheModelSays() {
        var uniform = Network.forInference(
                new Parameters(new ModelShape(5, CellKind.RNN, 1, 3, 0)), new JavaBlas()); // all weights zero
        int texts = 20_000;
        var writer = new TextWriter(uniform, LETTERS, TextMode.TEXT, new JavaBlas());
        long[] counts = new long[5];
        for (WrittenText text : writer.write(task(texts, 1, SamplingParams.untruncated(), List.of()))) {
            counts[LETTERS.idOf(text.text().codePointAt(0))]++;
        }

        double expected = texts / 5.0;
        double chiSquared = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquared).isLessThan(18.5); // 99.9 % of chi-squared with 4 degrees of freedom
    }
}
