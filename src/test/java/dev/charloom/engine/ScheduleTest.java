package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

    private static final double PEAK = 0.002;
    private static final double TOLERANCE = 1e-15;

    static Stream<Schedule> falling() {
        return Stream.of(new Schedule.Cosine(PEAK), new Schedule.Linear(PEAK));
    }

    @Test
    void aConstantRateNeverChanges() {
        var schedule = new Schedule.Constant(PEAK);
        assertThat(schedule.rate(0, 1000)).isEqualTo(PEAK);
        assertThat(schedule.rate(500, 1000)).isEqualTo(PEAK);
        assertThat(schedule.rate(1000, 1000)).isEqualTo(PEAK);
    }

    @ParameterizedTest
    @MethodSource("falling")
    void aFallingRateBeginsAtThePeakIsHalfOfItInTheMiddleAndEndsAtNothing(Schedule schedule) {
        assertThat(schedule.rate(0, 1000)).isEqualTo(PEAK);
        assertThat(schedule.rate(500, 1000)).isCloseTo(PEAK / 2, within(TOLERANCE));
        assertThat(schedule.rate(1000, 1000)).isCloseTo(0, within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("falling")
    void aFallingRateFallsInEveryStepAndTheLastStepStillLearns(Schedule schedule) {
        for (int step = 1; step < 1000; step++) {
            assertThat(schedule.rate(step, 1000))
                    .isLessThan(schedule.rate(step - 1, 1000))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("falling")
    void aRunOfOneStepRunsAtThePeak(Schedule schedule) {
        assertThat(schedule.rate(0, 1)).isEqualTo(PEAK);
    }

    @Test
    void aCooldownStaysAtThePeakUntilItsFractionOfTheStepsIsLeftAndThenFallsInALineToNothing() {
        var schedule = new Schedule.Cooldown(PEAK, 0.4);
        assertThat(schedule.rate(0, 1000)).isEqualTo(PEAK);
        assertThat(schedule.rate(600, 1000)).isCloseTo(PEAK, within(TOLERANCE));
        assertThat(schedule.rate(700, 1000)).isCloseTo(0.75 * PEAK, within(TOLERANCE));
        assertThat(schedule.rate(800, 1000)).isCloseTo(0.5 * PEAK, within(TOLERANCE));
        assertThat(schedule.rate(999, 1000)).isCloseTo(0.0025 * PEAK, within(TOLERANCE));
        assertThat(schedule.rate(1000, 1000)).isCloseTo(0, within(TOLERANCE));
        assertThat(schedule.rate(0, 1)).isEqualTo(PEAK);
    }

    @Test
    void theCosineStandsAboveTheLineBeforeTheMiddleAndBelowItAfter() {
        assertThat(new Schedule.Cosine(1).rate(250, 1000)).isCloseTo(0.5 + Math.sqrt(0.125), within(TOLERANCE));
        assertThat(new Schedule.Cosine(1).rate(750, 1000)).isCloseTo(0.5 - Math.sqrt(0.125), within(TOLERANCE));
        assertThat(new Schedule.Linear(1).rate(250, 1000)).isCloseTo(0.75, within(TOLERANCE));
        assertThat(new Schedule.Linear(1).rate(750, 1000)).isCloseTo(0.25, within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("falling")
    void aFallingRateStaysAtNothingBeyondTheLastStep(Schedule schedule) {
        assertThat(schedule.rate(1001, 1000)).isCloseTo(0, within(TOLERANCE));
        assertThat(schedule.rate(5000, 1000)).isCloseTo(0, within(TOLERANCE)).isNotNegative();
    }

    @Test
    void aDecayingRateFallsByItsFactorAtTheFirstStepAndEverySoManyStepsAfter() {
        var schedule = new Schedule.Decay(PEAK, 0.5, 100, 10);

        assertThat(schedule.rate(0, 1000)).isEqualTo(PEAK);
        assertThat(schedule.rate(99, 1000)).isEqualTo(PEAK);
        assertThat(schedule.rate(100, 1000)).isEqualTo(PEAK / 2);
        assertThat(schedule.rate(109, 1000)).isEqualTo(PEAK / 2);
        assertThat(schedule.rate(110, 1000)).isEqualTo(PEAK / 4);
        assertThat(schedule.rate(120, 1000)).isEqualTo(PEAK / 8);
    }

    @Test
    void aWarmUpRisesInALineToThePeakAndLeavesTheOtherStepsToTheScheduleBehindIt() {
        var schedule = new Schedule.WarmUp(new Schedule.Linear(PEAK), 100);

        assertThat(schedule.rate(0, 1100)).isCloseTo(PEAK / 100, within(TOLERANCE));
        assertThat(schedule.rate(49, 1100)).isCloseTo(PEAK / 2, within(TOLERANCE));
        assertThat(schedule.rate(99, 1100)).isEqualTo(PEAK);
        assertThat(schedule.rate(100, 1100)).isEqualTo(PEAK);
        assertThat(schedule.rate(600, 1100)).isCloseTo(PEAK / 2, within(TOLERANCE));
        assertThat(schedule.rate(1100, 1100)).isCloseTo(0, within(TOLERANCE));
    }

    @Test
    void aWarmUpLongerThanTheRunNeverReachesThePeak() {
        var schedule = new Schedule.WarmUp(new Schedule.Cosine(PEAK), 100);

        assertThat(schedule.rate(9, 10)).isCloseTo(PEAK / 10, within(TOLERANCE));
    }
}
