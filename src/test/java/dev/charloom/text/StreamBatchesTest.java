package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.charloom.text.Replay.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The corpora here have no character twice, so that an id says where it stands.
class StreamBatchesTest {

    private static final String SIZES = """
        2,    0, 1,  1
        2,    0, 4,  8
        3,    0, 4,  8
        5,    2, 2,  1
        17,   0, 3,  4
        17,   5, 4,  100
        100,  0, 7,  5
        1021, 3, 16, 64
        1021, 0, 1,  17
        """;

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void carriedLanesAreContiguousAndHoldEveryPairOnce(int length, int from, int batchSize, int sequenceLength) {
        var batches = StreamBatches.training(corpus(length + 9), from, length, batchSize, sequenceLength, true);
        var epoch = Replay.epoch(batches, 0);
        assertThat(epoch).hasSize(1);
        var lanes = epoch.getFirst().lanes();
        assertThat(lanes).hasSize(Math.min(batchSize, length - from - 1));
        assertThat(lanes.getFirst().size() - lanes.getLast().size()).isBetween(0, 1);
        assertThat(lanes.stream().flatMap(List::stream)).isEqualTo(pairs(from, length));
    }

    @ParameterizedTest
    @CsvSource(textBlock = SIZES)
    void withoutCarriedStateEveryWindowIsFreshAndThePairsAreTheSame(
            int length, int from, int batchSize, int sequenceLength) {
        var corpus = corpus(length);
        var carrying = StreamBatches.training(corpus, from, length, batchSize, sequenceLength, true);
        var batches = StreamBatches.training(corpus, from, length, batchSize, sequenceLength, false);
        assertThat(batches.windowsPerEpoch()).isEqualTo(carrying.windowsPerEpoch());
        var epoch = Replay.epoch(batches, 0);
        assertThat(epoch).hasSize(batches.windowsPerEpoch());
        List<List<Pair>> joined = new ArrayList<>();
        for (var window : epoch) {
            for (int lane = 0; lane < window.lanes().size(); lane++) {
                if (joined.size() == lane) {
                    joined.add(new ArrayList<>());
                }
                joined.get(lane).addAll(window.lanes().get(lane));
            }
        }
        assertThat(joined).isEqualTo(Replay.epoch(carrying, 0).getFirst().lanes());
    }

    @Test
    void anyOrderOfCallsGivesTheSameWindows() {
        var batches = StreamBatches.training(corpus(1000), 0, 1000, 7, 11, true);
        var inOrder = IntStream.range(0, batches.windowsPerEpoch())
                .mapToObj(index -> contents(batches, 0, index))
                .toList();
        for (int index = batches.windowsPerEpoch() - 1; index >= 0; index--) {
            assertThat(contents(batches, index % 3, index)).isEqualTo(inOrder.get(index));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 1", "4095, 1", "4096, 2", "10000, 4", "32767, 15", "32768, 16", "100000, 16"})
    void validationScoresEveryCharacterOnce(int characters, int laneCount) {
        int from = 3;
        int to = from + characters;
        var lanes = Replay.epoch(StreamBatches.validation(corpus(to + 1), from, to, 100), 0)
                .getFirst()
                .lanes();
        assertThat(lanes).hasSize(laneCount);
        assertThat(lanes.stream().flatMap(List::stream).filter(pair -> pair.target() != Window.NOT_SCORED))
                .isEqualTo(pairs(from - 1, to));
    }

    @Test
    void everyValidationLaneButTheFirstReadsInWhatStandsBeforeIt() {
        var lanes = Replay.epoch(StreamBatches.validation(corpus(20_000), 1, 20_000, 100), 0)
                .getFirst()
                .lanes();
        assertThat(lanes.getFirst().getFirst()).isEqualTo(new Pair(0, 1));
        for (int lane = 0; lane < lanes.size(); lane++) {
            var pairs = lanes.get(lane);
            int readIn = lane == 0 ? 0 : StreamBatches.READ_IN;
            assertThat(pairs.stream().map(pair -> pair.target() == Window.NOT_SCORED))
                    .isEqualTo(IntStream.range(0, pairs.size())
                            .mapToObj(position -> position < readIn)
                            .toList());
            int first = pairs.getFirst().input();
            assertThat(pairs.stream().map(Pair::input))
                    .isEqualTo(
                            IntStream.range(first, first + pairs.size()).boxed().toList());
        }
    }

    @Test
    void windowsAreAsLargeAsTheyNeedToBeAndNoLarger() {
        var window =
                StreamBatches.training(corpus(10), 0, 10, 4, 1_000_000, true).newWindow();
        assertThat(window.maxSteps()).isEqualTo(3);
        assertThat(window.maxLanes()).isEqualTo(4);
    }

    @Test
    void refusesWhatMakesNoSense() {
        var corpus = corpus(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamBatches.training(corpus, 0, 10, 0, 5, true))
                .withMessageContaining("batchSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamBatches.training(corpus, 0, 10, 2, 0, true))
                .withMessageContaining("sequenceLength");
        assertThatIllegalArgumentException().isThrownBy(() -> StreamBatches.training(corpus, 3, 4, 2, 5, true));
        assertThatIllegalArgumentException().isThrownBy(() -> StreamBatches.validation(corpus, 0, 10, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> StreamBatches.validation(corpus, 5, 5, 5));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> StreamBatches.training(corpus, 0, 11, 2, 5, true));
    }

    @Test
    void refusesWindowsThatItDoesNotHaveOrThatAreTooSmall() {
        var batches = StreamBatches.training(corpus(100), 0, 100, 4, 5, true);
        var window = batches.newWindow();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batches.fill(0, 5, window));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batches.fill(0, -1, window));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batches.fill(-1, 0, window));
        assertThatIllegalArgumentException().isThrownBy(() -> batches.fill(0, 0, new Window(4, 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> batches.fill(0, 0, new Window(5, 3)));
    }

    private static List<Object> contents(Batches batches, int epoch, int index) {
        Window window = batches.newWindow();
        batches.fill(epoch, index, window);
        return Replay.contents(window);
    }

    private static List<Pair> pairs(int from, int to) {
        return IntStream.range(from, to - 1)
                .mapToObj(id -> new Pair(id, id + 1))
                .toList();
    }

    static Corpus corpus(int length) {
        var vocabulary =
                Vocabulary.of(IntStream.range(0x10000, 0x10000 + length).toArray());
        return Corpus.of(vocabulary.decode(IntStream.range(0, length).toArray()), vocabulary);
    }
}
