package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DynamicScoringTest {

    private static final Vocabulary CHARACTERS = Vocabulary.of('\n', 'a', 'b', 'c');
    private static final int STRETCH = 20;

    private final Network network = Network.forInference(
            new Initializer(new SplittableRandom(5)).initialize(new ModelShape(4, CellKind.LSTM, 2, 16, 3)),
            new JavaBlas());

    private TextWriter writer(TextMode mode) {
        return new TextWriter(network, CHARACTERS, mode, new JavaBlas());
    }

    private List<ScoredText> dynamic(TextMode mode, String... texts) {
        return writer(mode).dynamicScores(encode(texts), 0, 2, () -> false);
    }

    private List<ScoredText> plain(TextMode mode, String... texts) {
        var scored = new AtomicReference<List<ScoredText>>();
        WritingLoop loop = writer(mode).loop(3);
        loop.add(writer(mode).scores(encode(texts), 0, 2, (all, _) -> scored.set(all)));
        while (loop.advance() > 0) {
            // until all are read
        }
        return scored.get();
    }

    private static List<int[]> encode(String... texts) {
        return List.of(texts).stream().map(CHARACTERS::encode).toList();
    }

    @Test
    void theFirstStretchIsScoredAsEverAndWhatIsReadAgainBetter() {
        String text = "abcacb".repeat(100);

        List<CharacterLogProbability> learning =
                dynamic(TextMode.TEXT, text).getFirst().characters();
        List<CharacterLogProbability> plain =
                plain(TextMode.TEXT, text).getFirst().characters();

        assertThat(learning).hasSize(600);
        assertThat(learning.subList(0, STRETCH)).isEqualTo(plain.subList(0, STRETCH));
        assertThat(sum(learning, 300, 600)).isGreaterThan(sum(plain, 300, 600) + 10);
    }

    private static double sum(List<CharacterLogProbability> characters, int from, int to) {
        return characters.subList(from, to).stream()
                .mapToDouble(CharacterLogProbability::logProbability)
                .sum();
    }

    @Test
    void everyTextBeginsWithTheModelAsItIsAndEveryLineWithNoState() {
        List<ScoredText> together = dynamic(TextMode.LINES, "abc\nabc\n", "cab\n");

        assertThat(together.get(1)).isEqualTo(plain(TextMode.LINES, "cab\n").getFirst());
        List<CharacterLogProbability> lines = together.getFirst().characters();
        assertThat(lines.subList(0, 4))
                .isEqualTo(plain(TextMode.LINES, "abc\n").getFirst().characters());
        assertThat(sum(lines, 4, 8)).isGreaterThan(sum(lines, 0, 4));
    }

    @Test
    void itEndsWhenItIsCancelled() {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> writer(TextMode.TEXT).dynamicScores(encode("abc"), 0, 0, () -> true));
    }
}
