package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.Replay.Pair;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBatchesTest {

    private static final String SIZES = """
        1,   1,  1
        1,   8,  64
        3,   8,  64
        5,   1,  3
        17,  4,  1
        64,  16, 7
        257, 16, 8
        257, 64, 100
        """;

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void everyLineIsASequenceOfItsOwnOnceAnEpoch(int count, int batchSize, int sequenceLength) {
        String text = text(count, 30);
        var corpus = corpus(text);
        var batches = LineBatches.training(Lines.of(corpus), batchSize, sequenceLength, 1);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(sequences(batches, epoch).map(lane -> read(lane, corpus)).sorted())
                    .isEqualTo(text.lines().sorted().toList());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void aBatchHoldsLinesOfSimilarLengthLongestFirst(int count, int batchSize, int sequenceLength) {
        var batches = LineBatches.training(Lines.of(corpus(text(count, 30))), batchSize, sequenceLength, 1);
        var byLongest = Replay.epoch(batches, 0).stream()
                .map(batch -> batch.lanes().stream().map(List::size).toList())
                .sorted(Collections.reverseOrder((a, b) -> a.getFirst().equals(b.getFirst())
                        ? Integer.compare(a.getLast(), b.getLast())
                        : Integer.compare(a.getFirst(), b.getFirst())))
                .toList();
        assertThat(byLongest.stream().flatMap(List::stream)).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(byLongest.stream()
                        .map(List::size)
                        .filter(size -> size < batchSize)
                        .count())
                .isEqualTo(count % batchSize == 0 ? 0 : 1);
    }

    @Test
    void epochsDifferInTheOrderOfLinesAndOfBatches() {
        var corpus = corpus(text(200, 10));
        var batches = LineBatches.training(Lines.of(corpus), 8, 64, 1);
        var first = order(batches, 0, corpus);
        var second = order(batches, 1, corpus);
        assertThat(first).isNotEqualTo(second).containsExactlyInAnyOrderElementsOf(second);
        assertThat(longest(batches, 0)).isNotEqualTo(longest(batches, 1));
    }

    @Test
    void epochsDifferInWhichLinesShareABatch() {
        var corpus = corpus(text(200, 10));
        var batches = LineBatches.training(Lines.of(corpus), 8, 64, 1);
        assertThat(companies(batches, 0, corpus))
                .hasSameSizeAs(companies(batches, 1, corpus))
                .isNotEqualTo(companies(batches, 1, corpus));
    }

    @Test
    void theSeedDecidesTheOrder() {
        var corpus = corpus(text(200, 10));
        var lines = Lines.of(corpus);
        assertThat(order(LineBatches.training(lines, 8, 64, 5), 2, corpus))
                .isEqualTo(order(LineBatches.training(lines, 8, 64, 5), 2, corpus))
                .isNotEqualTo(order(LineBatches.training(lines, 8, 64, 6), 2, corpus));
    }

    @Test
    void anyOrderOfCallsGivesTheSameWindows() {
        var lines = Lines.of(corpus(text(100, 30)));
        var inOrder = LineBatches.training(lines, 8, 11, 1);
        var jumping = LineBatches.training(lines, 8, 11, 1);
        int[] calls = IntStream.range(0, 3 * inOrder.windowsPerEpoch()).toArray();
        List<List<Object>> expected =
                IntStream.of(calls).mapToObj(call -> contents(inOrder, call)).toList();
        RandomStream.of(1, Purpose.SAMPLE, 0).shuffle(calls);
        for (int call : calls) {
            assertThat(contents(jumping, call)).isEqualTo(expected.get(call));
        }
    }

    @Test
    void aLongLineTakesSeveralWindowsAndTheOthersFallAway() {
        var batches = LineBatches.training(Lines.of(corpus("abcdefghij\nab\nabcd\n")), 3, 4, 1);
        assertThat(batches.windowsPerEpoch()).isEqualTo(3);
        var window = batches.newWindow();
        int[][] widths = {{3, 3, 3, 2}, {2, 1, 1, 1}, {1, 1, 1}};
        for (int index = 0; index < 3; index++) {
            batches.fill(0, index, window);
            assertThat(window.fresh()).isEqualTo(index == 0);
            assertThat(IntStream.range(0, window.steps()).map(window::width)).containsExactly(box(widths[index]));
        }
    }

    @Test
    void theLastLineNeedsNoNewlineAndBlankLinesAreSkipped() {
        var corpus = corpus("\nb😀\n \n\nlast");
        var batches = LineBatches.training(Lines.of(corpus), 4, 100, 1);
        assertThat(batches.charactersPerEpoch()).isEqualTo(8);
        assertThat(sequences(batches, 0).map(lane -> read(lane, corpus))).containsExactly("last", "b😀");
    }

    @Test
    void validationIsNotShuffled() {
        var corpus = corpus("bb\na\nccc\ndd\ne\n");
        var batches = LineBatches.validation(Lines.of(corpus), 2, 100);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(sequences(batches, epoch).map(lane -> read(lane, corpus)))
                    .containsExactly("ccc", "bb", "dd", "a", "e");
        }
    }

    @Test
    void linesLongerThanASortingDigitAreSortedToo() {
        String text = "a".repeat(70_000) + "\n" + "b".repeat(200_000) + "\n" + "c\n" + "d".repeat(70_001) + "\nee\n";
        var corpus = corpus(text);
        var batches = LineBatches.validation(Lines.of(corpus), 10, 50_000);
        assertThat(sequences(batches, 0).map(lane -> read(lane, corpus).substring(0, 1)))
                .containsExactly("b", "d", "a", "e", "c");
    }

    @Test
    void windowsAreAsLargeAsTheyNeedToBeAndNoLarger() {
        var window =
                LineBatches.training(Lines.of(corpus("ab\ncde\n")), 64, 512, 1).newWindow();
        assertThat(window.maxSteps()).isEqualTo(4);
        assertThat(window.maxLanes()).isEqualTo(2);
    }

    @Test
    void refusesWhatMakesNoSense() {
        var lines = Lines.of(corpus("a\nb\n"));
        var none = Lines.of(corpus("\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineBatches.training(lines, 0, 5, 1))
                .withMessageContaining("batchSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineBatches.validation(lines, 2, -1))
                .withMessageContaining("sequenceLength");
        assertThatIllegalArgumentException().isThrownBy(() -> LineBatches.training(none, 2, 5, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> LineBatches.validation(none, 2, 5));
    }

    @Test
    void refusesWindowsThatItDoesNotHave() {
        var batches = LineBatches.training(Lines.of(corpus("a\nb\n")), 2, 5, 1);
        var window = batches.newWindow();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batches.fill(0, 1, window));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batches.fill(-1, 0, window));
    }

    private static Stream<List<Pair>> sequences(Batches batches, int epoch) {
        return Replay.epoch(batches, epoch).stream().flatMap(batch -> batch.lanes().stream());
    }

    /// The line that a lane spells; checks that each target is the next input.
    private static String read(List<Pair> lane, Corpus corpus) {
        int expected = Window.NO_CHARACTER;
        var line = new StringBuilder();
        for (Pair pair : lane) {
            assertThat(pair.input()).isEqualTo(expected);
            expected = pair.target();
            corpus.vocabulary().append(pair.target(), line);
        }
        assertThat(line).endsWith("\n");
        return line.substring(0, line.length() - 1);
    }

    private static List<String> order(Batches batches, int epoch, Corpus corpus) {
        return sequences(batches, epoch).map(lane -> read(lane, corpus)).toList();
    }

    /// The lines of each batch, whatever the order of the batches and in them.
    private static Set<Set<String>> companies(Batches batches, int epoch, Corpus corpus) {
        return Replay.epoch(batches, epoch).stream()
                .map(batch ->
                        batch.lanes().stream().map(lane -> read(lane, corpus)).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    /// The length of the longest line of each batch, with its newline.
    private static List<Integer> longest(Batches batches, int epoch) {
        return Replay.epoch(batches, epoch).stream()
                .map(batch -> batch.lanes().getFirst().size())
                .toList();
    }

    private static List<Object> contents(Batches batches, int call) {
        Window window = batches.newWindow();
        batches.fill(call / batches.windowsPerEpoch(), call % batches.windowsPerEpoch(), window);
        return Replay.contents(window);
    }

    /// Random lines of 1 to `longest` characters.
    private static String text(int lines, int longest) {
        var random = RandomStream.of(lines, Purpose.SAMPLE, longest);
        return Stream.generate(() -> random.ints(1 + random.nextInt(longest), 'a', 'z')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .limit(lines)
                .collect(Collectors.joining("\n"));
    }

    private static Corpus corpus(String text) {
        return Corpus.of(text, Vocabulary.ofDistinct(("\n" + text).codePoints()));
    }

    private static Integer[] box(int[] values) {
        return IntStream.of(values).boxed().toArray(Integer[]::new);
    }
}
