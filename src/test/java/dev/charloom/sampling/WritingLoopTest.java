package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that share a model do not notice each other.
class WritingLoopTest {

    private static final Vocabulary CHARACTERS = Vocabulary.of('\n', 'a', 'b', 'c', 0x1F600, 'd', 'e');
    private static final int[] START = {-1};

    private static TextWriter writer(CellKind cell) {
        var network = Network.forInference(
                new Initializer(new SplittableRandom(9)).initialize(new ModelShape(7, cell, 2, 37, 5)), new JavaBlas());
        return new TextWriter(network, CHARACTERS, TextMode.LINES, new JavaBlas());
    }

    /// Everything that a listener was told of its texts.
    private static class Heard implements WritingListener {

        final Map<Integer, StringBuilder> pieces = new TreeMap<>();
        final Map<Integer, List<CharacterLogProbability>> logProbabilities = new TreeMap<>();
        final Map<Integer, WrittenText> texts = new TreeMap<>();
        boolean ended;

        @Nullable
        Throwable failure;

        @Override
        public void written(int number, String piece, List<CharacterLogProbability> characters) {
            assertThat(piece).isNotEmpty();
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
            pieces.computeIfAbsent(number, _ -> new StringBuilder()).append(piece);
            logProbabilities.computeIfAbsent(number, _ -> new ArrayList<>()).addAll(characters);
        }

        @Override
        public void finished(int number, WrittenText text, Continuation after) {
            assertThat(texts.put(number, text)).isNull();
        }

        @Override
        public void ended(@Nullable Throwable cause) {
            assertThat(ended).isFalse();
            ended = true;
            failure = cause;
        }
    }

    private static WritingTask task(int[] prompt, int texts, long seed, String... stop) {
        return new WritingTask(
                prompt,
                0,
                texts,
                40,
                new Decoding(SamplingParams.untruncated(), new Penalties(1.1, 0.1, 0), CharacterRules.NONE),
                List.of(stop),
                Search.draw(),
                1,
                seed);
    }

    private static int[] prompt(int length) {
        return IntStream.range(-1, length).map(i -> i < 0 ? -1 : 1 + i * i % 6).toArray();
    }

    private static void run(WritingLoop loop) {
        while (loop.advance() > 0 || loop.hasMore()) {
            // until nothing is left
        }
        assertThat(loop.size()).isZero();
    }

    /// Log-probabilities are compared as doubles: logits differ in no bit.
    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aTextIsTheSameInABatchOfAnySizeWithAnyCompany(CellKind cell) {
        TextWriter writer = writer(cell);
        WritingTask task = task(prompt(100), 5, 11);
        List<WrittenText> alone = writer.write(task);

        for (int lanes : new int[] {1, 2, 7, 32}) {
            WritingLoop loop = writer.loop(lanes);
            var heard = new Heard();
            for (int i = 0; i < lanes; i++) {
                loop.add(writer.texts(task(prompt(3 * i), 1 + i % 4, i), null, new Heard()));
            }
            for (int pass = 0; pass < 4; pass++) {
                loop.advance();
            }
            loop.add(writer.texts(task, null, heard));
            loop.advance();
            loop.add(writer.scores(List.of(Arrays.copyOfRange(prompt(150), 1, 151)), -1, 1, (_, _) -> {}));
            loop.add(writer.texts(task(START, 30, 5), null, new Heard()));
            run(loop);

            assertThat(heard.texts.values()).containsExactlyElementsOf(alone);
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aTextIsTheSameWhetherATeamHelpsOrNot(CellKind cell) {
        TextWriter writer = writer(cell);
        WritingTask task = task(prompt(100), 5, 11);
        List<WrittenText> alone = writer.write(task);
        var passes = new AtomicInteger();

        try (var team = new SharedTeam(2, "help", () -> passes.getAndIncrement() % 3 > 0)) {
            WritingLoop loop = writer.loop(16, team);
            var heard = new Heard();
            loop.add(writer.texts(task, null, heard));
            loop.add(writer.texts(task(START, 9, 5), null, new Heard()));
            run(loop);

            assertThat(heard.texts.values()).containsExactlyElementsOf(alone);
        }
        assertThat(passes.get()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "ba😀", "c,d,cd", "aaa,aab"})
    void piecesAddUpToTheTextAndNothingOfAStopSequenceIsAmongThem(String stops) {
        TextWriter writer = writer(CellKind.LSTM);
        String[] stop = stops.isEmpty() ? new String[0] : stops.split(",");
        WritingLoop loop = writer.loop(16);
        var heard = new Heard();

        loop.add(writer.texts(task(START, 200, 2, stop), null, heard));
        run(loop);

        heard.texts.forEach((number, text) -> {
            assertThat(heard.pieces.getOrDefault(number, new StringBuilder()).toString())
                    .isEqualTo(text.text());
            assertThat(heard.logProbabilities.getOrDefault(number, List.of())).isEqualTo(text.logProbabilities());
            assertThat(text.logProbabilities()).hasSize(text.characters());
            assertThat(Arrays.stream(stop)).noneMatch(text.text()::contains);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "ba😀", "c,d,cd", "aaa,aab"})
    void logProbabilitiesThatWereTakenWithPiecesAreNotKept(String stops) {
        TextWriter writer = writer(CellKind.LSTM);
        WritingTask task = task(START, 50, 2, stops.isEmpty() ? new String[0] : stops.split(","));
        WritingLoop loop = writer.loop(16);
        var keeping = new Heard();
        var taking = new Heard() {
            @Override
            public boolean takesPieces() {
                return true;
            }
        };

        loop.add(writer.texts(task, null, keeping));
        loop.add(writer.texts(task, null, taking));
        run(loop);

        assertThat(taking.logProbabilities).isNotEmpty().isEqualTo(keeping.logProbabilities);
        assertThat(taking.texts.values())
                .hasSize(50)
                .allSatisfy(text -> assertThat(text.logProbabilities()).isEmpty());
        assertThat(taking.texts.values())
                .extracting(WrittenText::text)
                .isEqualTo(
                        keeping.texts.values().stream().map(WrittenText::text).toList());
    }

    @Test
    void noRequestWaitsForALargerOne() {
        TextWriter writer = writer(CellKind.RNN);
        WritingLoop loop = writer.loop(4);
        var large = new Heard();
        var small = new Heard();
        loop.add(writer.texts(task(START, 10_000, 1), null, large));
        loop.advance();
        loop.advance();

        loop.add(writer.texts(task(prompt(5), 1, 1), null, small));
        for (int pass = 0; pass < 42 && !small.ended; pass++) {
            assertThat(loop.advance()).isEqualTo(4);
        }

        assertThat(small.ended).isTrue();
        assertThat(large.ended).isFalse();
    }

    @Test
    void textsThatEndAtOnceLetOthersGoOnInBetween() {
        TextWriter writer = writer(CellKind.RNN);
        WritingLoop loop = writer.loop(4);
        var large = new Heard();
        var small = new Heard();
        loop.add(writer.texts(
                new WritingTask(START, 10_000, 1, SamplingParams.untruncated(), List.of(), 1), null, large));
        loop.add(writer.texts(task(prompt(5), 1, 1), null, small));

        for (int pass = 0; pass < 10; pass++) {
            int before = large.texts.size();
            loop.advance();
            assertThat(large.texts.size() - before).isLessThanOrEqualTo(64);
        }
        assertThat(small.pieces).isNotEmpty();
        run(loop);

        assertThat(small.ended).isTrue();
        assertThat(large.texts).hasSize(10_000);
    }

    @Test
    void whereThereAreFewerLanesThanRequestsEachGetsItsTurn() {
        TextWriter writer = writer(CellKind.RNN);
        WritingLoop loop = writer.loop(2);
        var rules = new CharacterRules(Map.of(), null, "\n", null);
        var noEnd = new Decoding(SamplingParams.untruncated(), Penalties.NONE, rules);
        var all = IntStream.range(0, 5).mapToObj(_ -> new Heard()).toList();
        for (int i = 0; i < 5; i++) {
            int maxLength = i == 0 ? 4 : 30;
            var task = new WritingTask(START, 0, 1, maxLength, noEnd, List.of(), Search.draw(), null, i);
            loop.add(writer.texts(task, null, all.get(i)));
        }

        for (int pass = 0; pass < 50; pass++) {
            loop.advance();
        }

        assertThat(all.getFirst().ended).isTrue();
        assertThat(all.subList(1, 5))
                .allSatisfy(heard ->
                        assertThat(heard.pieces.get(0).codePoints().count()).isBetween(21L, 28L));
    }

    @Test
    void whoIsSatisfiedOrFullIsNotWrittenFor() {
        TextWriter writer = writer(CellKind.RNN);
        WritingLoop loop = writer.loop(4);
        boolean[] full = {true};
        var listener = new Heard() {
            @Override
            public boolean full() {
                return full[0];
            }

            @Override
            public boolean satisfied() {
                return texts.size() >= 3;
            }
        };
        loop.add(writer.texts(task(START, 1_000, 1), null, listener));

        assertThat(loop.advance()).isZero();
        assertThat(loop.size()).isEqualTo(1);
        full[0] = false;
        run(loop);

        assertThat(listener.ended).isTrue();
        assertThat(listener.texts).hasSizeBetween(3, 6);
    }

    @Test
    void aFailureEndsWhatIsUnderWay() {
        TextWriter writer = writer(CellKind.RNN);
        WritingLoop loop = writer.loop(4);
        var heard = new Heard();
        loop.add(writer.texts(task(START, 10, 1), null, heard));
        loop.advance();
        var failure = new IllegalStateException();

        loop.fail(failure);

        assertThat(heard.failure).isSameAs(failure);
        assertThat(loop.advance()).isZero();
    }

    @Test
    void aTextGoesOnWhereAnotherEnded() {
        TextWriter writer = new TextWriter(
                Network.forInference(
                        new Initializer(new SplittableRandom(9)).initialize(new ModelShape(7, CellKind.LSTM, 2, 21, 5)),
                        new JavaBlas()),
                CHARACTERS,
                TextMode.TEXT,
                new JavaBlas());
        var greedy = SamplingParams.greedy();
        String whole = writer.write(new WritingTask(prompt(9), 1, 30, greedy, List.of(), 1))
                .getFirst()
                .text();
        var end = new Continuation[1];
        var first = new WritingTask(prompt(9), 1, 12, greedy, List.of(), 1);
        WritingLoop loop = writer.loop(2);
        var texts = new StringBuilder();
        loop.add(writer.texts(first, null, (_, text, after) -> {
            texts.append(text.text());
            end[0] = after;
        }));
        run(loop);

        var second = new WritingTask(new int[] {end[0].lastId()}, 1, 18, greedy, List.of(), 1);
        loop.add(writer.texts(second, end[0].memory(), (_, text, _) -> texts.append(text.text())));
        run(loop);

        assertThat(texts.toString()).isEqualTo(whole);
    }
}
