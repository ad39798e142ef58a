package dev.charloom.training;

import static dev.charloom.training.TrainingFixtures.MEMORY;
import static dev.charloom.training.TrainingFixtures.corpus;
import static dev.charloom.training.TrainingFixtures.names;
import static dev.charloom.training.TrainingFixtures.params;
import static dev.charloom.training.TrainingFixtures.stream;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusTooShort;
import dev.charloom.text.TextMode;
import dev.charloom.text.UnknownCharacter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {

    @TempDir
    Path directory;

    private TrainingPlan plan(String text, TrainingParams params) throws IOException {
        return TrainingPlan.of(params, corpus(directory, text), MEMORY);
    }

    @Test
    void autoSaysWhatItChoseAndWhy() throws IOException {
        TrainingPlan lines = plan(names(), params(b -> b));
        TrainingPlan text = plan(stream(), params(b -> b));

        assertThat(lines.mode()).isEqualTo(TextMode.LINES);
        assertThat(lines.params().mode()).isEqualTo(TrainingParams.Mode.LINES);
        assertThat(lines.note()).startsWith("Mode lines was chosen");
        assertThat(text.mode()).isEqualTo(TextMode.TEXT);
        assertThat(text.note()).startsWith("Mode text was chosen");
    }

    @Test
    void aModeThatIsGivenIsKept() throws IOException {
        TrainingPlan plan = plan(names(), params(b -> {
            b.mode = TrainingParams.Mode.TEXT;
            return b;
        }));

        assertThat(plan.mode()).isEqualTo(TextMode.TEXT);
        assertThat(plan.note()).isNull();
    }

    @Test
    void whatDoesNotFitIntoMemoryIsTheCorpusOrTheModelWhicheverIsTheLarger() throws IOException {
        CorpusFile large = corpus(directory, stream().repeat(200));
        CorpusFile small = corpus(directory, stream());

        assertThatThrownBy(() -> TrainingPlan.of(params(b -> b), large, 500_000))
                .isInstanceOf(InvalidTrainingParams.class)
                .hasMessageContaining("corpus")
                .hasMessageContaining("800000 characters");
        assertThatThrownBy(() -> TrainingPlan.of(params(b -> b), small, 10_000))
                .isInstanceOf(InvalidTrainingParams.class)
                .hasMessageContaining("hiddenSize");
    }

    @Test
    void aSingleLineWithoutNewlineStillGetsTheNewlineThatEndsIt() throws IOException {
        TrainingPlan plan = plan("abc", params(b -> {
            b.mode = TrainingParams.Mode.LINES;
            b.validationFraction = 0;
            return b;
        }));

        assertThat(plan.vocabulary().newline()).isZero();
        assertThat(plan.shape().vocabulary()).isEqualTo(4);
    }

    @Test
    void ofAFewLinesOneIsHeldOutAndTheJobSaysSo() throws IOException {
        CorpusFile file = corpus(directory, "anna\notto\nzoe\n");
        TrainingParams few = params(b -> {
            b.mode = TrainingParams.Mode.LINES;
            b.validationFraction = 0.1;
            b.patience = 3;
            return b;
        });

        TrainingPlan plan = TrainingPlan.of(few, file, MEMORY);

        assertThat(plan.validation().split()).isEqualTo("1 of the 3 lines, chosen by the seed, was held out.");
        assertThat(plan.curriculum(file).validation()).isNotNull();
        assertThat(plan(names(), params(b -> b)).validation().split()).startsWith("20 % of the lines");
    }

    @Test
    void ofOneLineNothingIsHeldOutAndNothingGoesByAValidationLoss() throws IOException {
        CorpusFile file = corpus(directory, "anna\n");
        TrainingParams validating = params(b -> {
            b.mode = TrainingParams.Mode.LINES;
            b.schedule = TrainingParams.ScheduleChoice.PLATEAU;
            b.patience = 3;
            b.dynamicEvaluation = true;
            b.regularization = new Regularization(0, 0, 0, 0, 0, 0.9, null);
            return b;
        });

        TrainingPlan plan = TrainingPlan.of(validating, file, MEMORY);

        assertThat(plan.validation().split()).isEqualTo("No validation part was held out.");
        assertThat(plan.params().monitoring().validationFraction()).isZero();
        assertThat(plan.params().monitoring().patience()).isNull();
        assertThat(plan.params().regularization()).isEqualTo(Regularization.none());
        assertThat(plan.params().optimization().schedule()).isEqualTo(TrainingParams.ScheduleChoice.CONSTANT);
        Curriculum curriculum = plan.curriculum(file);
        assertThat(curriculum.validation()).isNull();
        assertThat(curriculum.stretches()).isNull();
    }

    @Test
    void aCharacterOutsideAsciiIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> plan("anna\nzoé\n", params(b -> {
                    b.vocabulary = TrainingParams.VocabularyChoice.ASCII;
                    return b;
                })))
                .isInstanceOfSatisfying(
                        UnknownCharacter.class,
                        unknown -> assertThat(unknown).hasMessageContaining("é").hasMessageContaining("7"));
    }

    @Test
    void aCorpusOfOneDistinctCharacterIsRefused() {
        assertThatThrownBy(() -> plan("aaaaaaaa", params(b -> {
                    b.mode = TrainingParams.Mode.TEXT;
                    return b;
                })))
                .isInstanceOf(InvalidTrainingParams.class)
                .hasMessageContaining("corpus");
    }

    @Test
    void aCorpusThatValidationLeavesNothingOfIsRefused() {
        assertThatThrownBy(() -> plan("ab", params(b -> {
                    b.mode = TrainingParams.Mode.TEXT;
                    b.validationFraction = 0.9;
                    return b;
                })))
                .isInstanceOf(CorpusTooShort.class);
    }

    @ParameterizedTest
    @CsvSource({"LINES, 8, 16", "LINES, 100, 3", "TEXT, 8, 16", "TEXT, 1, 4096", "TEXT, 1, 700", "TEXT, 4096, 4096"})
    void noWindowHasMoreRowsThanMemoryIsReckonedFor(TrainingParams.Mode mode, int batchSize, int length)
            throws IOException {
        CorpusFile file = corpus(directory, names().repeat(200));
        TrainingParams params = params(b -> {
            b.mode = mode;
            b.batchSize = batchSize;
            b.sequenceLength = length;
            return b;
        });
        TrainingPlan plan = TrainingPlan.of(params, file, Long.MAX_VALUE);

        Curriculum curriculum = plan.curriculum(file);

        int training = curriculum.training().newWindow().inputs().length;
        int validation = requireNonNull(curriculum.validation()).newWindow().inputs().length;
        int most = Math.max(training, validation);
        assertThat(plan.rows()).isBetween((double) most, mode == TrainingParams.Mode.LINES ? 2.0 * most : 1.3 * most);
    }

    @Test
    void aMatrixThatNoArrayHasRoomForIsRefusedWhateverTheMemory() throws IOException {
        CorpusFile file = corpus(directory, distinct(20_000).repeat(10));

        assertThatThrownBy(() -> TrainingPlan.of(
                        params(b -> {
                            b.batchSize = 2000;
                            b.sequenceLength = 100;
                            return b;
                        }),
                        file,
                        Long.MAX_VALUE))
                .isInstanceOf(InvalidTrainingParams.class)
                .hasMessageContaining("20000 distinct characters: a matrix of 4000000000 numbers")
                .hasMessageContaining("at most 2147483639 numbers");
    }

    @Test
    void aLargeVocabularyAloneIsNoReasonToRefuse() throws IOException {
        TrainingPlan plan = plan(distinct(50_000), params(b -> b));

        assertThat(plan.shape().vocabulary()).isEqualTo(50_000);
    }

    /// So many characters, each once.
    private static String distinct(int characters) {
        return IntStream.iterate(0x3400, codePoint -> codePoint + 1)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .limit(characters)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Test
    void ofATextOfAFewCharactersOneIsHeldOutAndTheJobSaysSo() throws IOException {
        TrainingPlan plan = plan("abc", params(b -> b));

        assertThat(plan.validation().split()).isEqualTo("The last character of the text was held out.");
        assertThat(plan(stream(), params(b -> b)).validation().split()).startsWith("The last 20 % of the text");
    }

    @Test
    void memoryIsReckonedForEveryLine() throws IOException {
        String text = names().repeat(100);
        TrainingPlan lines = plan(text, params(b -> {
            b.mode = TrainingParams.Mode.LINES;
            return b;
        }));
        TrainingPlan fewer = plan(names(), params(b -> {
            b.mode = TrainingParams.Mode.LINES;
            return b;
        }));

        int characters = text.length() - names().length();
        assertThat(lines.memory() - fewer.memory()).isEqualTo(characters + 40.0 * 40 * 99);
    }

    @Test
    void whatNeedsTooMuchMemoryIsRefusedBeforeAnythingIsAllocated() {
        assertThatThrownBy(() -> plan(stream(), params(b -> {
                    b.hiddenSize = 4096;
                    return b;
                })))
                .isInstanceOfSatisfying(
                        InvalidTrainingParams.class,
                        invalid -> assertThat(invalid.violations().getFirst().field())
                                .isEqualTo("hiddenSize"))
                .hasMessageContaining("MB");
    }
}
