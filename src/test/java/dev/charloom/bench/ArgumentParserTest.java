package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentParserTest {

    private static final int CORES = 6;

    @Test
    void aWorkloadAloneIsMeasuredForTwentySecondsOnAllCores() {
        BenchArguments arguments = parse("charrnn");
        assertThat(arguments.workload()).isEqualTo(Workload.named("charrnn").orElseThrow());
        assertThat(arguments.threads()).isEqualTo(CORES);
        assertThat(arguments.seconds()).isEqualTo(20);
        assertThat(arguments.kernel()).isEqualTo("auto");
    }

    @Test
    void optionsStandBeforeOrBehindTheWorkloadWithOrWithoutAnEqualsSign() {
        BenchArguments arguments = parse("--threads=2", "dinos", "--seconds", "0.5", "--kernel=java");
        assertThat(arguments.workload().name()).isEqualTo("dinos");
        assertThat(arguments.threads()).isEqualTo(2);
        assertThat(arguments.seconds()).isEqualTo(0.5);
        assertThat(arguments.kernel()).isEqualTo("java");
    }

    @Test
    void aShapeAloneStartsFromTheDefaultsOfTraining() {
        assertThat(parse("--cell", "gru-before", "--hidden", "100").workload())
                .isEqualTo(new Workload(
                        "custom", new ModelShape(65, CellKind.GRU_RESET_BEFORE, 2, 100, 32), 32, 64, false));
    }

    @Test
    void everyPartOfAShapeCanBeGiven() {
        assertThat(parse(("--cell rnn --layers 3 --hidden 5 --embedding 0 --vocabulary 7 --batch 9 --time 11")
                                .split(" "))
                        .workload())
                .isEqualTo(new Workload("custom", new ModelShape(7, CellKind.RNN, 3, 5, 0), 9, 11, false));
    }

    @Test
    void aVocabularyMayBeLargerThanTheRootOfAnArray() {
        assertThat(parse("--vocabulary", "60000").workload().shape().vocabulary())
                .isEqualTo(60_000);
    }

    @Test
    void anOptionThatChangesANamedWorkloadMakesItACustomOne() {
        assertThat(parse("charrnn", "--batch", "1").workload())
                .isEqualTo(new Workload("custom", new ModelShape(65, CellKind.LSTM, 2, 128, 0), 1, 50, false));
    }

    @Test
    void samplingHasStepsOfOneCharacter() {
        Workload workload = parse("--sample", "--cell", "gru", "--batch", "3").workload();
        assertThat(workload.sampling()).isTrue();
        assertThat(workload.time()).isEqualTo(1);
        assertThat(workload.batch()).isEqualTo(3);
        assertThat(workload.shape().cell()).isEqualTo(CellKind.GRU_RESET_AFTER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charrnn --threads 0       | --threads: 0, must be a whole number from 1 to 1024",
                "charrnn --threads -1      | --threads: -1, must be a whole number from 1 to 1024",
                "charrnn --threads two     | --threads: two, must be a whole number from 1 to 1024",
                "charrnn --threads         | --threads: nothing given, must be a whole number from 1 to 1024",
                "charrnn --seconds 0       | --seconds: 0, must be a number above 0, at most 86400",
                "charrnn --seconds NaN     | --seconds: NaN, must be a number above 0, at most 86400",
                "charrnn --kernel gpu      | --kernel: gpu, must be one of auto, avx2, avx512, java, onednn",
                "--cell transformer        | --cell: transformer, must be one of rnn, gru, gru-before, lstm",
                "--layers 0                | --layers: 0, must be a whole number from 1 to 64",
                "--hidden 16385            | --hidden: 16385, must be a whole number from 1 to 16384",
                "--embedding -1            | --embedding: -1, must be a whole number from 0 to 16384",
                "--vocabulary 1            | --vocabulary: 1, must be a whole number from 2 to 100000",
                "--batch 0                 | --batch: 0, must be a whole number from 1 to 65536",
                "--time 1.5                | --time: 1.5, must be a whole number from 1 to 65536",
                "--sample=yes              | --sample: yes, must be without a value",
                "charrnn --batch 2 --batch 3 | --batch: 3, must be given once",
                "charrnn dinos             | WORKLOAD: dinos, must be one name alone",
                "sample1 --time 3          | --time: 3, must be left out in sampling",
                "dinosaurs                 | WORKLOAD: dinosaurs, must be one of dinos, headlines,",
                "--threads 2               | WORKLOAD: nothing given, must be one of dinos, headlines,",
                "--batch 65536 --time 65536 | the shape: lstm 2×128,",
                "--batch 65536 --time 63 | the shape: lstm 2×128,", // with the gap that rows of 512 gates have
                "charrnn --hiden 3         | option: --hiden, must be one of --threads, --seconds,"
            })
    void anArgumentThatCannotBeFollowedIsNamedWithItsValueAndWhatIsAllowed(String words, String message) {
        assertThatThrownBy(() -> parse(words.split(" +")))
                .isInstanceOf(InvalidArguments.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void allWrongArgumentsAreNamedAtOnce() {
        assertThatThrownBy(() -> parse("nix", "--threads", "0", "--cell", "x"))
                .isInstanceOf(InvalidArguments.class)
                .hasMessageContainingAll("WORKLOAD: nix", "--threads: 0", "--cell: x");
    }

    private static BenchArguments parse(String... words) {
        return ArgumentParser.parse(List.of(words), CORES);
    }
}
