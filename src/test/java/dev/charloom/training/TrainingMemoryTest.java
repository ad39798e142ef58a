package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {

    private static final BooleanSupplier NEVER = () -> false;

    private final TrainingMemory memory = new TrainingMemory(100);

    @Test
    void aMeasurementThatJobsLeaveNoRoomForIsRefusedUntilTheyEnd() {
        TrainingMemory.Share job = Objects.requireNonNull(memory.ofJob(60, NEVER));
        memory.ofMeasurement(40).close();

        assertThatExceptionOfType(CannotMeasureNow.class).isThrownBy(() -> memory.ofMeasurement(41));

        job.close();
        memory.ofMeasurement(41).close();
    }

    @Test
    void jobsThatFitBesideEachOtherDoNotWait() {
        memory.ofJob(60, NEVER);
        memory.ofJob(40, NEVER);
    }

    @Test
    void aJobAloneIsNeverRefused() {
        memory.ofJob(1000, NEVER);
    }

    @Test
    void jobsThatDoNotFitBesideOthersWaitForThemAndComeInTheirOrder() throws InterruptedException {
        TrainingMemory.Share first = Objects.requireNonNull(memory.ofJob(60, NEVER));
        var came = new LinkedBlockingQueue<String>();
        var large = new Thread(() -> {
            TrainingMemory.Share share = Objects.requireNonNull(memory.ofJob(80, NEVER));
            came.add("large");
            share.close();
        });
        large.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> large.getState() == Thread.State.TIMED_WAITING);
        var small = new Thread(() -> {
            memory.ofJob(30, NEVER);
            came.add("small");
        });
        small.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> small.getState() == Thread.State.TIMED_WAITING);

        first.close();

        assertThat(came.take()).isEqualTo("large");
        assertThat(came.take()).isEqualTo("small");
    }

    @Test
    void aJobThatIsStoppedWaitsNoMore() throws InterruptedException {
        memory.ofJob(60, NEVER);
        var stopped = new AtomicBoolean();
        var share = new AtomicReference<TrainingMemory.Share>(() -> {});
        var job = new Thread(() -> share.set(memory.ofJob(70, stopped::get)));
        job.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> job.getState() == Thread.State.TIMED_WAITING);

        stopped.set(true);

        job.join();
        assertThat(share).hasNullValue();
        memory.ofMeasurement(40).close(); // nothing is kept for it
    }

    @Test
    void aJobWaitsForAMeasurementThatLeavesTooLittleForItAndNoOtherBeginsMeanwhile() throws InterruptedException {
        TrainingMemory.Share measurement = memory.ofMeasurement(60);
        var job = new Thread(() -> memory.ofJob(70, NEVER));
        job.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> job.getState() == Thread.State.TIMED_WAITING);
        assertThatExceptionOfType(CannotMeasureNow.class).isThrownBy(() -> memory.ofMeasurement(10));

        measurement.close();

        job.join();
        assertThatExceptionOfType(CannotMeasureNow.class).isThrownBy(() -> memory.ofMeasurement(60));
        memory.ofMeasurement(30).close();
    }
}
