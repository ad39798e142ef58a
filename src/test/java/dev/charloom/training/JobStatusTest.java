package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStatusTest {

    @ParameterizedTest
    @EnumSource(
            value = JobStatus.class,
            names = {"SUCCEEDED", "FAILED", "CANCELLED"})
    void nothingFollowsTheEnd(JobStatus end) {
        assertThat(end.isFinal()).isTrue();
        assertThat(JobStatus.values()).noneMatch(end::mayBecome);
    }

    @ParameterizedTest
    @EnumSource(
            value = JobStatus.class,
            names = {"QUEUED", "RUNNING", "PAUSED", "INTERRUPTED"})
    void whatHasNotEndedMayBeCancelled(JobStatus status) {
        assertThat(status.isFinal()).isFalse();
        assertThat(status.mayBecome(JobStatus.CANCELLED)).isTrue();
    }

    @Test
    void onlyARunningJobSucceedsOrIsInterrupted() {
        for (JobStatus status : JobStatus.values()) {
            assertThat(status.mayBecome(JobStatus.SUCCEEDED)).isEqualTo(status == JobStatus.RUNNING);
            assertThat(status.mayBecome(JobStatus.INTERRUPTED)).isEqualTo(status == JobStatus.RUNNING);
        }
    }

    @Test
    void whatIsUnderWayMayBePausedAndAPausedJobWaitsAgain() {
        for (JobStatus status : JobStatus.values()) {
            assertThat(status.mayBecome(JobStatus.PAUSED)).isEqualTo(status.isUnderWay());
        }
        assertThat(JobStatus.PAUSED.mayBecome(JobStatus.QUEUED)).isTrue();
        assertThat(JobStatus.PAUSED.mayBecome(JobStatus.RUNNING)).isFalse();
    }
}
