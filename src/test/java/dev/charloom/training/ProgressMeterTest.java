package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProgressMeterTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final ProgressMeter meter = new ProgressMeter(4, 100, 500, () -> now);

    @Test
    void beforeTheFirstStepNothingIsKnownButTheAim() {
        Progress progress = meter.progress();

        assertThat(progress.steps()).isEqualTo(100);
        assertThat(progress.fraction()).isZero();
        assertThat(progress.charactersPerSecond()).isNull();
        assertThat(progress.etaSeconds()).isNull();
        assertThat(progress.trainLoss()).isNull();
    }

    @Test
    void speedAndRemainingTimeFollowTheClock() {
        for (int step = 1; step <= 40; step++) {
            now += SECOND;
            meter.stepped(step, 1, 1000, 500);
        }

        assertThat(meter.progress().charactersPerSecond()).isCloseTo(500.0, within(1e-9));
        assertThat(meter.progress().etaSeconds()).isCloseTo(60.0, within(1e-9));
        assertThat(meter.progress().fraction()).isEqualTo(0.4);
        assertThat(meter.progress().trainLoss()).isEqualTo(2.0);
    }

    @Test
    void windowsOfFewAndOfManyCharactersLeaveTheSameTime() {
        for (int step = 1; step <= 40; step++) {
            int characters = step % 2 == 0 ? 990 : 10;
            now += characters * SECOND / 500;
            meter.stepped(step, 1, 1000, characters);

            assertThat(meter.progress().etaSeconds()).isCloseTo(100.0 - step, within(1e-9));
        }
    }

    @Test
    void aSlowFirstStepIsSoonForgotten() {
        now += SECOND / 2;
        meter.stepped(1, 1, 1000, 10);
        for (int step = 2; step <= 6; step++) {
            now += SECOND / 10;
            meter.stepped(step, 1, 1000, 500);
        }

        assertThat(meter.progress().charactersPerSecond()).isCloseTo(2510.0, within(1e-9));
    }

    @Test
    void evaluationsAreAPartOfTheTimeThatIsLeft() {
        for (int step = 1; step <= 50; step++) {
            now += SECOND;
            meter.stepped(step, 1, 1000, 500);
            now += 3 * SECOND;
            meter.evaluated(new Evaluation(step, 1, 2, 3.0, null, 0.1, true));
        }
        now += SECOND;
        meter.stepped(51, 2, 1000, 500);

        assertThat(meter.progress().etaSeconds()).isCloseTo(49 * (1 + 150 / 51.0), within(1e-9));
    }

    @Test
    void timeSpentOnEvaluationsDoesNotCountAsTraining() {
        now += SECOND;
        meter.stepped(1, 1, 1000, 500);
        now += 100 * SECOND;
        meter.evaluated(new Evaluation(1, 1, 2, 3.0, null, 0.1, true));
        now += SECOND;
        meter.stepped(2, 1, 1000, 500);

        assertThat(meter.progress().charactersPerSecond()).isCloseTo(500.0, within(1e-9));
    }

    @Test
    void speedIsKnownAlsoWhereEveryEpochTakesLessThanASecond() {
        for (int step = 1; step <= 400; step++) {
            now += SECOND / 10;
            meter.stepped(step, step, 1000, step < 50 ? 10 : 70);
            now += 3 * SECOND;
            meter.evaluated(new Evaluation(step, step, 2, 3.0, null, 0.1, true));
            now += 2 * SECOND;
            meter.resumed(); // a sample was written
        }

        assertThat(meter.progress().charactersPerSecond()).isCloseTo(700.0, within(20.0));
    }

    @Test
    void theBestValidationLossStaysWhenALaterOneIsWorse() {
        meter.evaluated(new Evaluation(1, 1, 2, 1.8, 1.5, 0.1, true));
        meter.evaluated(new Evaluation(2, 1, 2, 1.7, null, 0.1, false));

        assertThat(meter.progress().validationLoss()).isEqualTo(1.7);
        assertThat(meter.progress().bestValidationLoss()).isEqualTo(1.5);
        assertThat(meter.progress().bitsPerCharacter()).isCloseTo(1.7 / Math.log(2), within(1e-12));
    }

    @Test
    void withoutValidationBitsAreThoseOfTheTrainingLoss() {
        now += SECOND;
        meter.stepped(1, 1, 100, 50);

        assertThat(meter.progress().bitsPerCharacter()).isCloseTo(2 / Math.log(2), within(1e-12));
    }
}
