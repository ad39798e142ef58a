package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedTeamTest {

    @Test
    void everyMemberRunsTheWorkOnce() {
        int[] seen = new int[3];
        try (var team = new SharedTeam(3, "shared", () -> true)) {
            assertThat(team.tryRun(worker -> seen[worker]++)).isTrue();
            assertThat(team.tryRun(worker -> {
                        team.team().meet();
                        seen[worker]++;
                    }))
                    .isTrue();
        }
        assertThat(seen).containsOnly(2);
    }

    @Test
    void nothingIsRunWhereItWouldNotHelp() {
        var helpful = new AtomicBoolean();
        try (var team = new SharedTeam(2, "shared", helpful::get)) {
            var runs = new AtomicInteger();
            assertThat(team.tryRun(_ -> runs.incrementAndGet())).isFalse();
            assertThat(runs).hasValue(0);
            helpful.set(true);
            assertThat(team.tryRun(_ -> runs.incrementAndGet())).isTrue();
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void aConditionOfACallersOwnIsAskedToo() {
        var wanted = new AtomicBoolean();
        try (var team = new SharedTeam(2, "shared", () -> true)) {
            SharedTeam view = team.where(wanted::get);
            assertThat(view.tryRun(_ -> {})).isFalse();
            assertThat(team.tryRun(_ -> assertThat(view.tryRun(_ -> {})).isFalse()))
                    .isTrue();
            wanted.set(true);
            assertThat(view.tryRun(_ -> {})).isTrue();
        }
    }

    @Test
    void aTeamOfOneIsNoHelp() {
        try (var team = SharedTeam.alone();
                var one = new SharedTeam(1, "one", () -> true)) {
            assertThat(team.size()).isEqualTo(1);
            assertThat(team.tryRun(_ -> {})).isFalse();
            assertThat(one.tryRun(_ -> {})).isFalse();
        }
    }

    @Test
    void whoFindsItAtWorkGoesAwayAndTheOtherIsNotDisturbed() throws InterruptedException {
        var begun = new CountDownLatch(2);
        var end = new CountDownLatch(1);
        var ran = new AtomicBoolean();
        try (var team = new SharedTeam(2, "shared", () -> true)) {
            Thread other = Thread.ofPlatform()
                    .start(() -> ran.set(team.tryRun(_ -> {
                        begun.countDown();
                        await(end);
                    })));
            begun.await();
            assertThat(team.tryRun(_ -> {})).isFalse();
            end.countDown();
            assertThat(other.join(Duration.ofSeconds(30))).isTrue();
            assertThat(ran).isTrue();
            assertThat(team.tryRun(_ -> {})).isTrue();
        }
    }

    @Test
    void whatAMemberThrowsReachesTheCallerAndTheTeamIsFreeAgain() {
        try (var team = new SharedTeam(2, "shared", () -> true)) {
            assertThatThrownBy(() -> team.tryRun(worker -> {
                        if (worker == 1) {
                            throw new ArithmeticException();
                        }
                    }))
                    .isInstanceOf(ArithmeticException.class);
            assertThat(team.tryRun(_ -> {})).isTrue();
        }
    }

    @Test
    void aClosedTeamIsNoHelp() {
        var team = new SharedTeam(2, "shared", () -> true);
        team.close();
        team.close();
        assertThat(team.tryRun(_ -> {})).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
