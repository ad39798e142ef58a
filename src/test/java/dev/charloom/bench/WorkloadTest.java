package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

    @ParameterizedTest
    @CsvSource({
        "dinos,        GRU_RESET_AFTER, 53,  256, 1024, 1, 64,   24, false",
        "headlines,    LSTM,            118, 0,   256,  3, 1024, 48, false",
        "headlines512, LSTM,            118, 0,   512,  3, 1024, 48, false",
        "charrnn,      LSTM,            65,  0,   128,  2, 50,   50, false",
        "charrnn512,   LSTM,            65,  0,   512,  2, 64,   64, false",
        "sample1,      LSTM,            65,  0,   512,  2, 1,    1,  true",
        "sample32,     LSTM,            65,  0,   512,  2, 32,   1,  true"
    })
    void aNamedWorkloadHasTheShapeThatOtherFrameworksAreMeasuredAt(
            String name,
            String cell,
            int vocabulary,
            int embedding,
            int hidden,
            int layers,
            int batch,
            int time,
            boolean sampling) {
        Workload workload = Workload.named(name).orElseThrow();
        assertThat(workload.name()).isEqualTo(name);
        assertThat(workload.shape().cell().name()).isEqualTo(cell);
        assertThat(workload.shape().vocabulary()).isEqualTo(vocabulary);
        assertThat(workload.shape().embedding()).isEqualTo(embedding);
        assertThat(workload.shape().hidden()).isEqualTo(hidden);
        assertThat(workload.shape().layers()).isEqualTo(layers);
        assertThat(workload.batch()).isEqualTo(batch);
        assertThat(workload.time()).isEqualTo(time);
        assertThat(workload.sampling()).isEqualTo(sampling);
    }

    @Test
    void thereIsNoOtherNamedWorkload() {
        assertThat(Workload.named())
                .extracting(Workload::name)
                .containsExactly("dinos", "headlines", "headlines512", "charrnn", "charrnn512", "sample1", "sample32");
    }

    @Test
    void trainingCountsSixOperationsForEachRecurrentLayerToLayerAndOutputWeight() {
        long recurrent = 2 * 128 * 4 * 128;
        long layerToLayer = 128 * 4 * 128;
        long output = 128 * 65;
        assertThat(Workload.named("charrnn").orElseThrow().flopsPerCharacter())
                .isEqualTo(6 * (recurrent + layerToLayer + output));
    }

    @Test
    void neitherAnEmbeddingNorWhatTurnsItIntoGatesIsCounted() {
        assertThat(Workload.named("dinos").orElseThrow().flopsPerCharacter())
                .isEqualTo(6 * (1024L * 3 * 1024 + 1024 * 53));
    }

    @Test
    void samplingCountsTwoOperationsForEachWeight() {
        assertThat(Workload.named("sample1").orElseThrow().flopsPerCharacter())
                .isEqualTo(2 * (3L * 512 * 4 * 512 + 512 * 65));
    }
}
