package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A team that hangs fails by the time limit; nothing here measures time.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TeamTest {

    private static final int MEETINGS = 10_000;
    private static final int RUNS = 2_000;
    private static final int FAILURES = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyMemberRunsTheWorkOnceAndTheCallerSeesWhatItWrote(int size) {
        try (var team = new Team(size, "team")) {
            int[] seen = new int[size];
            for (int run = 1; run <= RUNS; run++) {
                team.run(worker -> seen[worker]++);
                assertThat(seen).containsOnly(run);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void afterAMeetingEveryMemberSeesWhatTheOthersWroteBeforeIt(int size) {
        int[] written = new int[size]; // each by its own member, between two meetings
        int[] mistakes = new int[size];
        try (var team = new Team(size, "team")) {
            team.run(worker -> {
                for (int meeting = 1; meeting <= MEETINGS; meeting++) {
                    written[worker] = meeting;
                    team.meet();
                    for (int other : written) {
                        mistakes[worker] += other == meeting ? 0 : 1;
                    }
                    team.meet();
                }
            });
        }
        assertThat(mistakes).containsOnly(0);
        assertThat(written).containsOnly(MEETINGS);
    }

    @Test
    void moreMembersThanProcessorsMeetAsWell() {
        int size = 4 * Runtime.getRuntime().availableProcessors();
        var met = new AtomicIntegerArray(size);
        try (var team = new Team(size, "team")) {
            for (int run = 0; run < 100; run++) {
                team.run(worker -> {
                    for (int meeting = 0; meeting < 20; meeting++) {
                        team.meet();
                        met.incrementAndGet(worker);
                    }
                });
            }
        }
        for (int worker = 0; worker < size; worker++) {
            assertThat(met.get(worker)).isEqualTo(2000);
        }
    }

    @Test
    void theCallerIsTheFirstMember() {
        Thread[] threads = new Thread[2];
        try (var team = new Team(2, "team")) {
            team.run(worker -> threads[worker] = Thread.currentThread());
        }
        assertThat(threads[0]).isSameAs(Thread.currentThread());
        assertThat(threads[1].getName()).isEqualTo("team-1");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "4, 0", "4, 2", "4, 3"})
    void whatAMemberThrowsReachesTheCallerWhileTheOthersWaitForIt(int size, int failing) {
        try (var team = new Team(size, "team")) {
            for (int repetition = 0; repetition < FAILURES; repetition++) {
                var failure = new IllegalArgumentException("member " + failing);
                assertThatThrownBy(() -> team.run(worker -> {
                            if (worker == failing) {
                                throw failure;
                            }
                            team.meet();
                            team.meet();
                        }))
                        .isSameAs(failure);
                assertThatEveryMemberStillMeets(team);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "4, 0", "4, 3"})
    void aMemberMayFailAfterSomeMeetings(int size, int failing) {
        try (var team = new Team(size, "team")) {
            for (int repetition = 0; repetition < FAILURES; repetition++) {
                assertThatThrownBy(() -> team.run(worker -> {
                            team.meet();
                            team.meet();
                            if (worker == failing) {
                                throw new OutOfMemoryError("thrown by the test");
                            }
                            team.meet();
                        }))
                        .isInstanceOf(OutOfMemoryError.class);
                assertThatEveryMemberStillMeets(team);
            }
        }
    }

    @Test
    void aMemberMayFailWhenTheOthersHaveAlreadyEnded() {
        try (var team = new Team(3, "team")) {
            assertThatThrownBy(() -> team.run(worker -> {
                        if (worker == 2) {
                            throw new UnsupportedOperationException();
                        }
                    }))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatEveryMemberStillMeets(team);
        }
    }

    @Test
    void whenAllMembersFailOneFailureIsThrown() {
        try (var team = new Team(4, "team")) {
            assertThatThrownBy(() -> team.run(worker -> {
                        throw new ArithmeticException();
                    }))
                    .isInstanceOf(ArithmeticException.class);
            assertThatEveryMemberStillMeets(team);
        }
    }

    private static void assertThatEveryMemberStillMeets(Team team) {
        int[] met = new int[team.size()];
        team.run(worker -> {
            team.meet();
            met[worker]++;
        });
        assertThat(met).containsOnly(1);
    }

    @Test
    void anotherThreadMayCallOnceTheFirstIsDone() throws InterruptedException {
        try (var team = new Team(3, "team")) {
            for (int call = 0; call < 200; call++) {
                Thread caller = Thread.ofPlatform().start(() -> assertThatEveryMemberStillMeets(team));
                assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
                assertThatEveryMemberStillMeets(team);
            }
        }
    }

    @Test
    void anInterruptedCallerStillWaitsForTheOthers() {
        try (var team = new Team(3, "team")) {
            Thread.currentThread().interrupt();
            assertThatEveryMemberStillMeets(team);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        Thread[] threads = new Thread[4];
        var team = new Team(4, "team");
        team.run(worker -> threads[worker] = Thread.currentThread());
        team.close();
        team.close();
        for (Thread thread : Arrays.asList(threads).subList(1, 4)) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> team.run(worker -> {}))
                .withMessageContaining("closed");
    }

    @Test
    void aTeamThatNeverRanClosesToo() {
        new Team(3, "team").close();
        new Team(1, "team").close();
    }

    @Test
    void aTeamNeedsAMember() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Team(0, "team"))
                .withMessageContaining("0");
    }
}
