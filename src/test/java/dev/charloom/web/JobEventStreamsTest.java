package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

import dev.charloom.training.TrainingService;
import org.junit.jupiter.api.Test;

class JobEventStreamsTest {

    @Test
    void aStreamThatIsAskedForWhileTheServiceStopsIsNoFailure() {
        var streams = new JobEventStreams(mock(TrainingService.class));
        streams.start();
        streams.stop();

        assertThatNoException().isThrownBy(() -> streams.of("01jd3x8k2v5c", 0));
    }
}
