package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdsTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void identifiersAscendWithinAMillisecond() {
        var ids = new JobIds(NOON, new SplittableRandom(1));
        var made = new ArrayList<JobId>();
        for (int i = 0; i < 1000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void identifiersAscendEvenIfTheClockIsSetBack() {
        var now = new Instant[] {Instant.parse("2026-01-02T12:00:00Z")};
        var ids = new JobIds(new SettableClock(now), new SplittableRandom(1));
        JobId first = ids.next();
        now[0] = now[0].minus(Duration.ofDays(1));

        assertThat(ids.next()).isGreaterThan(first);
    }

    @Test
    void identifiersOfALaterProcessAreGreater() {
        JobId first = new JobIds(NOON, new SplittableRandom(1)).next();
        JobId later = new JobIds(Clock.offset(NOON, Duration.ofMillis(1)), new SplittableRandom(2)).next();

        assertThat(later).isGreaterThan(first);
    }

    @Test
    void identifiersOfALaterProcessAreGreaterEvenIfTheClockIsSetBack() {
        JobId stored = new JobIds(NOON, new SplittableRandom(1)).next();
        var later = new JobIds(Clock.offset(NOON, Duration.ofDays(-1)), new SplittableRandom(2));
        later.goOnAfter(stored);
        later.goOnAfter(new JobId("01aa0000")); // of nobody's making

        assertThat(later.next())
                .isGreaterThan(stored)
                .isLessThan(new JobId(stored.value().substring(0, 8) + "z"));
    }

    @Test
    void identifiersHaveTheSameLengthAtAllTimes() {
        for (Instant time : new Instant[] {Instant.EPOCH, NOON.instant(), Instant.parse("4999-01-01T00:00:00Z")}) {
            var ids = new JobIds(Clock.fixed(time, ZoneOffset.UTC), new SplittableRandom(3));
            assertThat(ids.next().value()).hasSize(13).matches("[0-9a-z]+");
        }
    }

    @Test
    void processesThatStartInTheSameMillisecondDiffer() {
        assertThat(new JobIds(NOON, new SplittableRandom(1)).next())
                .isNotEqualTo(new JobIds(NOON, new SplittableRandom(2)).next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "job/0001", "../job0001", "JOB000001", "job00001\n", "job 00001", "jöb000001"})
    void whatCouldLeadOutOfTheDirectoryIsNoIdentifier(String value) {
        assertThat(JobId.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new JobId(value));
    }

    private static final class SettableClock extends Clock {

        private final Instant[] now;

        SettableClock(Instant[] now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now[0];
        }
    }
}
