package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.text.Replay.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The corpora here have no character twice, so that an id says where it stands.
class RandomStreamBatchesTest {

    private static RandomStreamBatches batches(int from, int to, int lanes, int length, boolean carry, long seed) {
        return RandomStreamBatches.training(StreamBatchesTest.corpus(to + 9), from, to, lanes, length, carry, seed);
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 1, 1", "3, 0, 4, 8", "17, 5, 4, 100", "100, 0, 7, 5", "1021, 3, 16, 64", "1021, 0, 1, 17"})
    void everyPairIsReadOnceAnEpochInLanesThatGoOn(int to, int from, int lanes, int length) {
        RandomStreamBatches batches = batches(from, to, lanes, length, true, 1);
        for (int epoch = 0; epoch < 4; epoch++) {
            var replayed = Replay.epoch(batches, epoch);
            assertThat(replayed).hasSize(1);
            List<Pair> pairs =
                    replayed.getFirst().lanes().stream().flatMap(List::stream).toList();
            assertThat(pairs)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(from, to - 1)
                            .mapToObj(at -> new Pair(at, at + 1))
                            .toList());
            for (int i = 1; i < pairs.size(); i++) {
                int expected = pairs.get(i - 1).target() == to - 1
                        ? from
                        : pairs.get(i - 1).target();
                assertThat(pairs.get(i).input()).isEqualTo(expected);
            }
        }
    }

    @Test
    void epochsAndSeedsDifferInWhereTheyCutAndAreTheSameAgain() {
        RandomStreamBatches batches = batches(0, 5000, 4, 50, true, 1);
        RandomStreamBatches other = batches(0, 5000, 4, 50, true, 2);
        var seen = new HashSet<List<Object>>();
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Object> contents = contents(batches, epoch, 7);
            assertThat(seen.add(contents)).isTrue();
            assertThat(seen.add(contents(other, epoch, 7))).isTrue();
            contents(batches, epoch + 5, 3);
            assertThat(contents(batches, epoch, 7)).isEqualTo(contents);
        }
    }

    private static List<Object> contents(Batches batches, int epoch, int index) {
        Window window = batches.newWindow();
        batches.fill(epoch, index, window);
        return Replay.contents(window);
    }

    @Test
    void windowsHaveHalfToOneAndAHalfTimesTheLengthAndFromTheSecondOnCarryTheState() {
        RandomStreamBatches batches = batches(0, 64_001, 10, 64, true, 3);
        Window window = batches.newWindow();
        assertThat(batches.windowsPerEpoch()).isEqualTo(100);
        var lengths = new HashSet<Integer>();
        for (int index = 0; index < 100; index++) {
            batches.fill(2, index, window);
            assertThat(window.steps()).isBetween(32, 96);
            assertThat(window.fresh()).isEqualTo(index == 0);
            lengths.add(window.steps());
        }
        assertThat(lengths).hasSizeGreaterThan(30);
    }

    @Test
    void withoutCarriedStateEveryWindowIsFresh() {
        RandomStreamBatches batches = batches(0, 500, 2, 20, false, 3);
        assertThat(Replay.epoch(batches, 1)).hasSize(batches.windowsPerEpoch());
    }
}
