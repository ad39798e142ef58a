package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Searching, ranking and scoring, against each other and against all texts that there are.
class SearchTest {

    private static final Vocabulary CHARACTERS = Vocabulary.of('\n', 'a', 'b', 0x1F600);
    private static final int[] START = {-1};

    private final Network network = Network.forInference(
            new Initializer(new SplittableRandom(5)).initialize(new ModelShape(4, CellKind.GRU_RESET_AFTER, 2, 7, 3)),
            new JavaBlas());
    private final TextWriter writer = new TextWriter(network, CHARACTERS, TextMode.LINES, new JavaBlas());

    private static WritingTask task(
            int texts, int maxLength, Decoding decoding, Search search, @Nullable Integer logprobs) {
        return new WritingTask(START, 0, texts, maxLength, decoding, List.of(), search, logprobs, 3);
    }

    private static Decoding plain() {
        return Decoding.of(SamplingParams.untruncated());
    }

    private List<ScoredText> score(String... texts) {
        var scored = new AtomicReference<List<ScoredText>>();
        WritingLoop loop = writer.loop(3);
        loop.add(writer.scores(
                List.of(texts).stream().map(CHARACTERS::encode).toList(), -1, 2, (all, _) -> scored.set(all)));
        while (loop.advance() > 0) {
            // until all are read
        }
        return scored.get();
    }

    @Test
    void theProbabilitiesOfAllTextsSumToOne() {
        var all = new ArrayList<String>();
        complete("", 3, all);

        double sum = score(all.toArray(String[]::new)).stream()
                .mapToDouble(text -> Math.exp(text.logProbability()))
                .sum();

        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    /// All lines of up to `length` characters: ended by a newline, or cut there.
    private static void complete(String text, int length, List<String> out) {
        if (text.codePointCount(0, text.length()) == length) {
            out.add(text);
            return;
        }
        out.add(text + "\n");
        for (String next : List.of("a", "b", "😀")) {
            complete(text + next, length, out);
        }
    }

    @Test
    void whatIsToldOfAWrittenTextIsWhatScoringItSays() {
        var decoding = new Decoding(
                new SamplingParams(1.7, 0.95, null, null),
                new Penalties(1.3, 0.5, 0),
                new CharacterRules(Map.of((int) 'a', 1.0), null, "\n", null));

        for (WrittenText text : writer.write(task(20, 90, decoding, Search.draw(), 2))) {
            assertThat(text.logProbabilities())
                    .isEqualTo(score(text.text()).getFirst().characters());
            assertThat(text.logProbabilities()).hasSize(90).allSatisfy(character -> {
                assertThat(character.top()).hasSize(2);
                assertThat(character.top().getFirst().logProbability())
                        .isGreaterThanOrEqualTo(character.logProbability());
            });
        }
    }

    @Test
    void aLineIsScoredFromNothingAndItsNewlineAsItsEnd() {
        List<ScoredText> scored = score("ab\nb😀\n", "ab\n", "b😀\n", "");

        assertThat(scored.get(0).characters())
                .hasSize(6)
                .startsWith(scored.get(1).characters().toArray(CharacterLogProbability[]::new))
                .endsWith(scored.get(2).characters().toArray(CharacterLogProbability[]::new));
        assertThat(scored.get(3).characters()).isEmpty();
    }

    @Test
    void theBestOfSeveralAreThoseWithTheHighestMean() {
        List<WrittenText> all = writer.write(task(40, 12, plain(), new Search(40, null, 1), null));
        List<WrittenText> best = writer.write(task(5, 12, plain(), new Search(40, null, 1), null));
        List<WrittenText> drawn = writer.write(task(40, 12, plain(), Search.draw(), 0));

        assertThat(best).isEqualTo(all.subList(0, 5));
        assertThat(all).isSortedAccordingTo(Comparator.comparingDouble(text -> -text.meanLogProbability()));
        assertThat(all.stream().map(WrittenText::text).sorted().toList())
                .isEqualTo(drawn.stream().map(WrittenText::text).sorted().toList());
        for (WrittenText text : all) {
            double sum =
                    score(text.text() + (text.ended() ? "\n" : "")).getFirst().logProbability();
            int drawnCharacters = text.characters() + (text.ended() ? 1 : 0);
            assertThat(text.meanLogProbability()).isCloseTo(sum / drawnCharacters, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 2})
    void aBeamSearchThatIsWideEnoughFindsTheBestOfAllTexts(double lengthPenalty) {
        var all = new ArrayList<String>();
        complete("", 4, all);
        List<ScoredText> scored = score(all.toArray(String[]::new));
        Map<String, Double> scores = new java.util.HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            int length = all.get(i).codePointCount(0, all.get(i).length());
            scores.put(all.get(i), scored.get(i).logProbability() / Math.pow(length, lengthPenalty));
        }
        List<String> best = scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(10)
                .map(Map.Entry::getKey)
                .toList();

        List<WrittenText> found = writer.write(task(10, 4, plain(), new Search(null, 100, lengthPenalty), null));

        assertThat(found.stream()
                        .map(text -> text.text() + (text.ended() ? "\n" : ""))
                        .toList())
                .isEqualTo(best);
    }

    @ParameterizedTest
    @MethodSource
    void whatASearchFindsIsToldAsAWholeBeforeItEnds(Search search) {
        var told = new ArrayList<Map.Entry<String, List<CharacterLogProbability>>>();
        var finished = new ArrayList<Map.Entry<String, List<CharacterLogProbability>>>();
        WritingLoop loop = writer.loop(8);
        loop.add(writer.texts(task(3, 6, noEnd(), search, 2), null, new WritingListener() {

            @Override
            public void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {
                assertThat(number).isEqualTo(finished.size());
                told.add(Map.entry(piece, logProbabilities));
            }

            @Override
            public void finished(int number, WrittenText text, Continuation after) {
                finished.add(Map.entry(text.text(), text.logProbabilities()));
            }
        }));
        while (loop.advance() > 0) {
            // until the search has ended
        }

        assertThat(finished).hasSize(3);
        assertThat(told).isEqualTo(finished);
    }

    static List<Search> whatASearchFindsIsToldAsAWholeBeforeItEnds() {
        return List.of(new Search(5, null, 1), new Search(null, 4, 1));
    }

    private static Decoding noEnd() {
        return new Decoding(SamplingParams.greedy(), Penalties.NONE, new CharacterRules(Map.of(), null, "\n", null));
    }

    @Test
    void oneBeamIsGreedy() {
        String greedy = writer.write(task(1, 30, Decoding.of(SamplingParams.greedy()), Search.draw(), null))
                .getFirst()
                .text();

        assertThat(writer.write(task(1, 30, plain(), new Search(null, 1, 0), null))
                        .getFirst()
                        .text())
                .startsWith(greedy.isEmpty() ? "" : greedy.substring(0, 1));
        assertThat(writer.write(task(1, 30, noEnd(), new Search(null, 1, 1), null)))
                .extracting(WrittenText::text)
                .isEqualTo(writer.write(task(1, 30, noEnd(), Search.draw(), null)).stream()
                        .map(WrittenText::text)
                        .collect(Collectors.toList()));
    }

    @Test
    void ofEqualsTheFirstBeamAndTheFirstCharacterAreFollowed() {
        var even = new TextWriter(FixedLogits.network(0, 0, 0, 0), CHARACTERS, TextMode.TEXT, new JavaBlas());

        assertThat(even.write(task(3, 3, plain(), new Search(null, 3, 1), null)))
                .extracting(WrittenText::text)
                .containsExactly("\n\n\n", "\n\na", "\n\nb");
    }

    @Test
    void beamsKeepToRulesAndRegularExpressions() {
        var rules = new Decoding(
                SamplingParams.defaults(),
                new Penalties(1, 2, 0),
                new CharacterRules(Map.of(), null, "", "(a|😀){3}b*"));

        List<WrittenText> found = writer.write(task(6, 8, rules, new Search(null, 6, 1), 0));

        assertThat(found).hasSize(6).allSatisfy(text -> {
            assertThat(text.text()).matches("(a|😀){3}b*");
            assertThat(text.logProbabilities())
                    .isEqualTo(score(text.text()).getFirst().characters().stream()
                            .map(it -> new CharacterLogProbability(it.codePoint(), it.logProbability(), List.of()))
                            .toList());
        });
        assertThat(found).extracting(WrittenText::text).doesNotHaveDuplicates();
    }
}
