package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {

    private final TrainingMemory memory = new TrainingMemory(100);

    @Test
    void aMeasurementThatJobsLeaveNoRoomForIsRefusedUntilTheyEnd() {
        TrainingMemory.Share job = memory.ofJob(60);
        memory.ofMeasurement(40).close();

        assertThatExceptionOfType(CannotMeasureNow.class).isThrownBy(() -> memory.ofMeasurement(41));

        job.close();
        memory.ofMeasurement(41).close();
    }

    @Test
    void jobsDoNotWaitForEachOther() {
        memory.ofJob(60);
        memory.ofJob(60); // as many run at a time as the settings say
    }

    @Test
    void aJobWaitsForAMeasurementThatLeavesTooLittleForItAndNoOtherBeginsMeanwhile() throws InterruptedException {
        TrainingMemory.Share measurement = memory.ofMeasurement(60);
        var job = new Thread(() -> memory.ofJob(70));
        job.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> job.getState() == Thread.State.WAITING);
        assertThatExceptionOfType(CannotMeasureNow.class).isThrownBy(() -> memory.ofMeasurement(10));

        measurement.close();

        job.join();
        assertThatExceptionOfType(CannotMeasureNow.class).isThrownBy(() -> memory.ofMeasurement(60));
        memory.ofMeasurement(30).close();
    }
}
