package dev.charloom.training;

import static dev.charloom.training.TrainingFixtures.MEMORY;
import static dev.charloom.training.TrainingFixtures.corpus;
import static dev.charloom.training.TrainingFixtures.names;
import static dev.charloom.training.TrainingFixtures.params;
import static dev.charloom.training.TrainingFixtures.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusTooShort;
import dev.charloom.text.TextMode;
import dev.charloom.text.UnknownCharacter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
