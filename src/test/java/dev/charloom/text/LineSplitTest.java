package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitTest {

    @ParameterizedTest
    @CsvSource({"100, 0.1, 10", "100, 0, 0", "15, 0.1, 2", "14, 0.1, 1", "3, 0.5, 2"})
    void keepsTheRoundedFractionForValidation(int lines, double fraction, int validation) {
        var split = LineSplit.of(lines(lines), fraction, 1);
        assertThat(split.validation().size()).isEqualTo(validation);
        assertThat(split.training().size()).isEqualTo(lines - validation);
    }

    @ParameterizedTest
    @CsvSource({"4, 0.1, 1", "2, 0.1, 1", "2, 0.9, 1", "4, 0.9, 3", "1000, 0.0001, 1"})
    void keepsALineAtLeastAndLeavesOne(int lines, double fraction, int validation) {
        assertThat(LineSplit.of(lines(lines), fraction, 1).validation().size()).isEqualTo(validation);
        assertThat(LineSplit.of(lines(lines), 0, 1).validation().size()).isZero();
    }

    @Test
    void keepsNothingOfASingleLine() {
        assertThat(LineSplit.of(lines(1), 0.9, 1).training().size()).isEqualTo(1);
    }

    @Test
    void everyLineIsInOnePartInTheOrderOfTheCorpus() {
        var lines = lines(1000);
        var split = LineSplit.of(lines, 0.3, 1);
        assertThat(starts(split.training())).isSorted();
        assertThat(starts(split.validation())).isSorted();
        assertThat(IntStream.concat(
                                starts(split.training()).stream().mapToInt(i -> i),
                                starts(split.validation()).stream().mapToInt(i -> i))
                        .sorted()
                        .boxed())
                .isEqualTo(starts(lines));
    }

    @Test
    void theSeedDecidesTheChoice() {
        var lines = lines(200);
        assertThat(starts(LineSplit.of(lines, 0.5, 7).validation()))
                .isEqualTo(starts(LineSplit.of(lines, 0.5, 7).validation()))
                .isNotEqualTo(starts(LineSplit.of(lines, 0.5, 8).validation()));
    }

    @Test
    void anyChoiceOfLinesIsEquallyLikely() {
        int[] counts = new int[10];
        Set<List<Integer>> choices = new HashSet<>();
        for (int seed = 0; seed < 5000; seed++) {
            var validation = starts(LineSplit.of(lines(5), 0.4, seed).validation());
            choices.add(validation);
            validation.forEach(start -> counts[start]++);
        }
        assertThat(choices).hasSize(10);
        double chiSquared = IntStream.of(0, 2, 4, 6, 8)
                .mapToDouble(start -> Math.pow(counts[start] - 2000, 2) / 2000)
                .sum();
        // 99.9 % quantile with 4 degrees of freedom
        assertThat(chiSquared).isLessThan(18.5);
    }

    @Test
    void refusesWhatHasNoLine() {
        assertThatExceptionOfType(CorpusTooShort.class)
                .isThrownBy(() -> LineSplit.of(Lines.of(Corpus.of(" \n\n", Vocabulary.ascii())), 0.5, 1))
                .withMessageContaining("lines: 0 in all, 0 for validation, 0 for training");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesWhatIsNoFraction(double fraction) {
        assertThatIllegalArgumentException().isThrownBy(() -> LineSplit.of(lines(3), fraction, 1));
    }

    private static Lines lines(int count) {
        return Lines.of(Corpus.of("a\n".repeat(count), Vocabulary.ascii()));
    }

    private static List<Integer> starts(Lines lines) {
        return IntStream.range(0, lines.size()).map(lines::start).boxed().toList();
    }
}
