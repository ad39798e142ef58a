package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.Kernels;
import dev.charloom.engine.kernel.QuantizedBlas;
import dev.charloom.engine.kernel.WeightBits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How a text is cut into windows, and what is read beside it, changes no bit of what the engine says about it.
class WholeEqualsChunksTest {

    private static final int VOCABULARY = 11;
    private static final int LANES = 7;
    private static final int STEPS = 12;

    static Stream<Arguments> models() {
        return Stream.of(CellKind.values())
                .flatMap(cell -> Stream.of(0, 5)
                        .flatMap(embedding ->
                                Stream.of(false, true).map(shrinking -> Arguments.of(cell, embedding, shrinking))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void threeWindowsWithCarriedStateEqualOneBitForBit(CellKind cell, int embedding, boolean shrinking) {
        var random = new SplittableRandom(3);
        Network network = network(cell, embedding, random);
        State initial = RandomModel.state(network.shape(), LANES, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, shrinking, random);

        Reading whole = Reading.inWindows(network, batch, initial);
        Reading chunks = Reading.inWindows(network, batch, initial, 5, 6);

        assertSame(chunks, whole);
        assertThat(chunks.sumOfLosses()).isEqualTo(whole.loss());
        // The sums of three windows are added in another order than the rows of one.
        assertThat(chunks.loss()).isCloseTo(whole.loss(), within(1e-12 * whole.loss()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void readingStepByStepEqualsReadingAtOnceBitForBit(CellKind cell, int embedding, boolean shrinking) {
        var random = new SplittableRandom(4);
        Network network = network(cell, embedding, random);
        State initial = RandomModel.state(network.shape(), LANES, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, shrinking, random);
        int[] everyStep = IntStream.range(1, STEPS).toArray();

        Reading whole = Reading.inWindows(network, batch, initial);

        assertSame(Reading.inWindows(network, batch, initial, everyStep), whole);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aLaneDoesNotDependOnTheLanesBesideIt(CellKind cell, int embedding, boolean shrinking) {
        var random = new SplittableRandom(5);
        Network network = network(cell, embedding, random);
        State initial = RandomModel.state(network.shape(), LANES, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, shrinking, random);
        Reading together = Reading.inWindows(network, batch, initial);

        for (int lane = 0; lane < LANES; lane++) {
            var alone = new State(network.shape(), 1);
            alone.copyLane(initial, lane, 0);
            int[] everyStep = IntStream.range(1, batch.length(lane)).toArray();
            Reading single = Reading.inWindows(network, batch.alone(lane), alone, everyStep);
            for (int t = 0; t < batch.length(lane); t++) {
                int row = batch.row(t, lane);
                assertThat(single.logits().get(t)).isEqualTo(together.logits().get(row));
                assertThat(single.losses().get(t)).isEqualTo(together.losses().get(row));
            }
            for (int l = 0; l < network.shape().layers(); l++) {
                assertThat(StateRows.of(single.state(), l, 0)).isEqualTo(StateRows.of(together.state(), l, lane));
            }
        }
    }

    /// All cells with all kernels that texts are written with.
    static Stream<Arguments> writers() {
        Blas fastest = Kernels.forWriting();
        return Stream.of(
                        new JavaBlas(),
                        fastest,
                        new QuantizedBlas(fastest, WeightBits.EIGHT),
                        new QuantizedBlas(fastest, WeightBits.SIX))
                .flatMap(blas -> Stream.of(CellKind.values()).map(cell -> Arguments.of(cell, blas)));
    }

    /// More units than the kernel sums at once, and more gates than a panel of weights has columns.
    @ParameterizedTest
    @MethodSource("writers")
    void logitsAreTheSameBitsInABatchOfAnySize(CellKind cell, Blas blas) {
        var random = new SplittableRandom(8);
        var shape = new ModelShape(VOCABULARY, cell, 2, 403, 5);
        Network network = Network.forInference(RandomModel.parameters(shape, random), blas);
        State initial = RandomModel.state(shape, 32, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, 32, 4, false, random);
        List<float[]> expected =
                Reading.inWindows(network, batch, initial, blas).logits();

        for (int lanes : new int[] {1, 2, 7}) {
            var some = new State(shape, lanes);
            for (int lane = 0; lane < lanes; lane++) {
                some.copyLane(initial, lane, lane);
            }
            List<float[]> logits = Reading.inWindows(network, batch.first(lanes), some, blas, 1, 2, 3)
                    .logits();
            for (int row = 0; row < logits.size(); row++) {
                assertThat(logits.get(row))
                        .as("step %d, lane %d of %d", row / lanes, row % lanes, lanes)
                        .isEqualTo(expected.get(batch.row(row / lanes, row % lanes)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfTheLanesChangesNothing(CellKind cell) {
        var random = new SplittableRandom(6);
        Network network = network(cell, 5, random);
        State initial = RandomModel.state(network.shape(), 2, random);
        var batch = new PackedBatch(new int[] {2, 2}, new int[] {1, 2, 3, 4}, new int[] {5, 6, 7, 8});
        var swapped = new PackedBatch(new int[] {2, 2}, new int[] {2, 1, 4, 3}, new int[] {6, 5, 8, 7});
        var swappedInitial = new State(network.shape(), 2);
        swappedInitial.copyLane(initial, 0, 1);
        swappedInitial.copyLane(initial, 1, 0);

        List<float[]> logits = Reading.inWindows(network, batch, initial).logits();
        List<float[]> other =
                Reading.inWindows(network, swapped, swappedInitial).logits();

        for (int row = 0; row < 4; row++) {
            assertThat(other.get(row ^ 1)).isEqualTo(logits.get(row));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aTeamReadsTheSameAsOneThread(CellKind cell, int embedding, boolean shrinking) {
        var random = new SplittableRandom(7);
        Network network = network(cell, embedding, random);
        State initial = RandomModel.state(network.shape(), LANES, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, shrinking, random);

        Reading alone = Reading.inWindows(network, batch, initial);

        assertSame(Reading.byTeam(network, batch, initial, 3), alone);
    }

    /// Of few lanes the units are divided, of many the lanes; and of a batch that shrinks both.
    @ParameterizedTest
    @MethodSource("writers")
    void aTeamThatHelpsWritingChangesNoBit(CellKind cell, Blas blas) {
        var random = new SplittableRandom(9);
        for (int layers : new int[] {1, 3}) {
            var shape = new ModelShape(40, cell, layers, 101, 5);
            Network network = Network.forInference(RandomModel.parameters(shape, random), blas);
            for (int lanes : new int[] {1, 2, 9, 30}) {
                State initial = RandomModel.state(shape, lanes, random);
                PackedBatch batch = PackedBatch.random(40, lanes, 6, lanes > 1, random);
                Reading alone = Reading.inWindows(network, batch, initial, blas, 1, 2);
                for (int threads : new int[] {2, 3}) {
                    assertSame(Reading.withHelp(network, batch, initial, blas, threads, 1, 2), alone);
                }
            }
        }
    }

    private static Network network(CellKind cell, int embedding, SplittableRandom random) {
        var shape = new ModelShape(VOCABULARY, cell, 2, 19, embedding);
        return Network.forInference(RandomModel.parameters(shape, random), new JavaBlas());
    }

    private static void assertSame(Reading actual, Reading expected) {
        assertThat(actual.losses()).isEqualTo(expected.losses());
        assertSameRows(actual.logits(), expected.logits());
        for (int l = 0; l < expected.hidden().size(); l++) {
            assertSameRows(actual.hidden().get(l), expected.hidden().get(l));
            for (int lane = 0; lane < expected.state().lanes(); lane++) {
                assertThat(StateRows.of(actual.state(), l, lane)).isEqualTo(StateRows.of(expected.state(), l, lane));
            }
        }
    }

    private static void assertSameRows(List<float[]> actual, List<float[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            assertThat(actual.get(row)).as("row %d", row).isEqualTo(expected.get(row));
        }
    }
}
