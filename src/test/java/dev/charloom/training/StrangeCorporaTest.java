package dev.charloom.training;

import static dev.charloom.training.TrainingFixtures.corpus;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.text.CorpusFile;
import dev.charloom.text.EmptyCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever text comes, it is trained on, or refused with a reason.
class StrangeCorporaTest {

    private static final String LONG_LINE = "abcdefg ".repeat(2_500);

    private static final List<Arguments> TEXTS = List.of(
            Arguments.of("carriage returns alone", "anna\rotto\rzoe\r".repeat(20)),
            Arguments.of("NUL characters", "a\0b\0\0c\n".repeat(50)),
            Arguments.of("lines of NUL characters", "\0\n\0\0\n".repeat(50)),
            Arguments.of("line separators", "anna\u2028otto\u2029".repeat(20)),
            Arguments.of("byte-order marks in the middle", "anna\n\ufeffotto\n".repeat(20)),
            Arguments.of("newlines around a character", "\n".repeat(500) + "a" + "\n".repeat(500)),
            Arguments.of("a long line", LONG_LINE),
            Arguments.of("a long line among short ones", "anna\n".repeat(50) + LONG_LINE + "\notto\n".repeat(50)),
            Arguments.of("one character in two lines", "a\na"));

    @TempDir
    Path directory;

    private TrainingLoop.Result run(String text, UnaryOperator<TrainingFixtures.Builder> change) throws IOException {
        TrainingParams params = params(b -> {
            b.hiddenSize = 4;
            b.maxSteps = 3L;
            b.sampleEvery = 1L;
            return change.apply(b);
        });
        CorpusFile file = corpus(Files.createTempDirectory(directory, "corpus"), text);
        return Runs.run(file, params, 1, new Runs.Recorder(), () -> false);
    }

    private static void assertTrained(TrainingLoop.Result result) {
        assertThat(result.end()).isEqualTo(TrainingLoop.End.COMPLETE);
        assertThat(result.state().history().history().losses())
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.loss()).isFinite());
        assertThat(result.state().samples()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("TEXTS")
    void aTextOfStrangeCharactersIsTrainedOnInEveryMode(String what, String text) throws IOException {
        for (TrainingParams.Mode mode : TrainingParams.Mode.values()) {
            assertTrained(run(text, b -> {
                b.mode = mode;
                return b;
            }));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "\r", "\t", "\u00a0", "\u2028", "\u3000"})
    void nothingButWhitespaceIsRefused(String character) {
        assertThatThrownBy(() -> run(character.repeat(1000), b -> b)).isInstanceOf(EmptyCorpus.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\0", "\ufeff"})
    void oneCharacterAgainAndAgainIsRefusedAsAStream(String character) {
        assertThatThrownBy(() -> run(character.repeat(1000), b -> b))
                .isInstanceOf(InvalidTrainingParams.class)
                .hasMessageContaining("1 distinct character");
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "TEXT"})
    void batchesAndWindowsLargerThanTheCorpusAreAsLargeAsItIs(TrainingParams.Mode mode) throws IOException {
        for (int length = 3; length <= 15; length += 4) {
            String text = "abc\ndef\nghi\nklm\n".substring(0, length);
            assertTrained(run(text, b -> {
                b.mode = mode;
                b.batchSize = 4096;
                b.sequenceLength = 4096;
                return b;
            }));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.0001, 0.5, 0.9})
    void aValidationPartMayBeLessThanAWindowOrLeaveLessThanOne(double fraction) throws IOException {
        for (TrainingParams.Mode mode : TrainingParams.Mode.values()) {
            String text = "abc def\n".repeat(5) + mode;
            assertTrained(run(text, b -> {
                b.mode = mode;
                b.validationFraction = fraction;
                b.dynamicEvaluation = true;
                return b;
            }));
        }
    }
}
