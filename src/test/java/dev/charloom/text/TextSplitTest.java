package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextSplitTest {

    @ParameterizedTest
    @CsvSource({
        "1115394, 0.1, 1003854", // nanoGPT: int(n * 0.9)
        "10, 0, 10",
        "10, 0.1, 9",
        "10, 0.7, 3",
        "11, 0.5, 5",
        "3, 0.1, 2",
        "2, 0, 2",
        "1000, 0.001, 999",
    })
    void trainingHasTheFirstPartRoundedDown(int length, double fraction, int training) {
        assertThat(TextSplit.of(corpus(length), fraction)).isEqualTo(new TextSplit(training, length - training));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0.1", "10, 0.9"})
    void refusesToLeaveLessThanAPairOfCharacters(int length, double fraction) {
        assertThatExceptionOfType(CorpusTooShort.class).isThrownBy(() -> TextSplit.of(corpus(length), fraction));
    }

    @Test
    void saysWhyACorpusIsTooShort() {
        assertThatExceptionOfType(CorpusTooShort.class)
                .isThrownBy(() -> TextSplit.of(corpus(2), 0.5))
                .withMessageContaining(
                        "characters: 2 in all, 1 for validation, 1 for training, where at least 2 are needed")
                .satisfies(refused -> {
                    assertThat(refused.mode()).isEqualTo(TextMode.TEXT);
                    assertThat(refused.total()).isEqualTo(2);
                    assertThat(refused.validation()).isEqualTo(1);
                    assertThat(refused.required()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoFraction(double fraction) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextSplit.of(corpus(10), fraction))
                .withMessageContaining(String.valueOf(fraction));
    }

    private static Corpus corpus(int length) {
        return Corpus.of("a".repeat(length), Vocabulary.of('a'));
    }
}
