package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// On a clock that only steps move.
class MeasurementTest {

    private long now = 1_000;
    private int steps;

    @Test
    void theMedianAndTheShortestStepOfAnOddNumberAreFound() {
        Measurement measured = measure(0.001, List.of(9, 9, 9, 50, 30, 10, 40, 20));
        assertThat(measured).isEqualTo(new Measurement(5, 30e6, 10_000_000));
    }

    @Test
    void theMedianOfAnEvenNumberIsHalfwayBetweenTheMiddleTwo() {
        Measurement measured = measure(0.1, List.of(50, 30, 30, 20, 10, 30, 10, 15, 15));
        assertThat(measured).isEqualTo(new Measurement(6, 15e6, 10_000_000));
    }

    @Test
    void stepsThatWarmUpAreNotMeasured() {
        Measurement measured = measure(0.001, List.of(1, 1, 1, 20, 20, 20, 20, 20));
        assertThat(measured).isEqualTo(new Measurement(5, 20e6, 20_000_000));
    }

    @Test
    void warmingUpTakesFiveSecondsOfALongMeasurement() {
        Measurement measured = Measurement.of(() -> advance(100), 60, () -> now);
        assertThat(measured.steps()).isEqualTo(600);
        assertThat(steps).isEqualTo(600 + 50);
    }

    /// @param milliseconds that the steps take, one after the other
    private Measurement measure(double seconds, List<Integer> milliseconds) {
        Queue<Integer> durations = new ArrayDeque<>(milliseconds);
        Measurement measured = Measurement.of(() -> advance(durations.remove()), seconds, () -> now);
        assertThat(durations).isEmpty();
        return measured;
    }

    private void advance(int milliseconds) {
        steps++;
        now += milliseconds * 1_000_000L;
    }
}
