package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {

    private static final Vocabulary CHARACTERS = Vocabulary.of('\n', 'a', 'b', 'c');

    @Test
    void severalNetworksAverageTheirProbabilities() {
        var sure = FixedLogits.network(-20, 9, -20, 0);
        var even = FixedLogits.network(0, 0, 0, 0);
        var predictor = Predictor.mixture(List.of(sure, even), new double[] {3, 1}, new JavaBlas());
        var writer = new TextWriter(predictor, CHARACTERS, TextMode.TEXT);
        var task = new WritingTask(
                new int[] {-1},
                0,
                20_000,
                1,
                Decoding.of(SamplingParams.untruncated()),
                List.of(),
                Search.draw(),
                4,
                1);

        List<WrittenText> written = writer.write(task);

        double c = 1 / (1 + Math.exp(9) + 2 * Math.exp(-20)); // of the sure one
        double[] expected = {0.0625, 0.75 * (1 - c) + 0.0625, 0.0625, 0.75 * c + 0.0625};
        long[] counts = new long[4];
        written.forEach(text -> counts[CHARACTERS.idOf(text.text().codePointAt(0))]++);
        ChiSquared.assertFits(counts, expected);
        for (var alternative : written.getFirst().logProbabilities().getFirst().top()) {
            assertThat(Math.exp(alternative.logProbability()))
                    .isCloseTo(expected[CHARACTERS.idOf(alternative.codePoint())], within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "1.5e308, 0.5e308", "3e-320, 1e-320"})
    void onlyTheProportionsOfWeightsCount(double a, double b) {
        var networks = List.of(FixedLogits.network(1, 2), FixedLogits.network(2, 1));

        var predictor = Predictor.mixture(networks, new double[] {a, b}, new JavaBlas());

        assertThat(predictor.weight(0)).isCloseTo(0.75, within(1e-3));
        assertThat(predictor.weight(1)).isCloseTo(0.25, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void everyWeightIsPositive(double weight) {
        var networks = List.of(FixedLogits.network(1, 2), FixedLogits.network(2, 1));

        assertThatThrownBy(() -> Predictor.mixture(networks, new double[] {1, weight}, new JavaBlas()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void networksOfDifferentVocabulariesDoNotMix() {
        var networks = List.of(FixedLogits.network(1, 2), FixedLogits.network(1, 2, 3));

        assertThatThrownBy(() -> Predictor.mixture(networks, new double[] {1, 1}, new JavaBlas()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
