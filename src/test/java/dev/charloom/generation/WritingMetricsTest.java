package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.SamplingParams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritingMetricsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ModelChoice MODEL = ModelChoice.of(ModelReference.parse("a:1"));

    private final Letters letters = new Letters();
    private final List<TextStream> open = new ArrayList<>();
    private GenerationService service;

    @BeforeEach
    void start() {
        letters.publishLines("a:1");
        service = letters.service(1, new ModelWorker.Limits(8, 1, 2), LONG);
    }

    @AfterEach
    void stop() {
        open.forEach(TextStream::close);
        service.close();
    }

    private TextStream endless() {
        var params = new GenerationParams(SamplingParams.untruncated(), 100_000, 20, List.of(), false, 1L);
        TextStream stream = service.streamSamples(MODEL, params, "", Distinct.NO);
        open.add(stream);
        return stream;
    }

    private double gauge(String name) {
        return letters.meters.get(name).tag("model_name", "a").gauge().value();
    }

    private double ended(String reason) {
        return letters.meters
                .get("charloom.request.success")
                .tag("finished_reason", reason)
                .counter()
                .count();
    }

    @Test
    void whatIsReadAndWrittenIsCounted() {
        var params = new GenerationParams(SamplingParams.untruncated(), 20, 2, List.of(), false, 1L);

        Generation written = service.complete(MODEL, params, new Prompts(List.of("ab", "abb"), null));

        assertThat(letters.meters.get("charloom.prompt.characters").counter().count())
                .isEqualTo(5);
        assertThat(letters.meters
                        .get("charloom.generation.characters")
                        .counter()
                        .count())
                .isEqualTo(written.completionCharacters());
        long stopped = written.texts().stream()
                .filter(it -> it.finishReason() == FinishReason.STOP)
                .count();
        assertThat(stopped).isBetween(1L, 39L);
        assertThat(ended("stop")).isEqualTo(stopped);
        assertThat(ended("length")).isEqualTo(40 - stopped);
        for (String timer : List.of("request.queue.time", "time.to.first.character", "e2e.request.latency")) {
            assertThat(letters.meters.get("charloom." + timer).timer().count())
                    .as(timer)
                    .isEqualTo(2);
        }
        assertThat(letters.meters
                        .get("charloom.time.per.output.character")
                        .timer()
                        .count())
                .isPositive();
        assertThat(letters.meters.get("charloom.batch.size").summary().max()).isEqualTo(8);
        assertThat(gauge("charloom.num.requests.running")).isZero();
    }

    @Test
    void whatIsReadByAModelThatLearnsIsCountedToo() {
        Scores read = service.scoreDynamically(ModelReference.parse("a:1"), List.of("ab", "abb"), 0);

        assertThat(read.texts()).hasSize(2);
        assertThat(letters.meters.get("charloom.prompt.characters").counter().count())
                .isEqualTo(5);
        assertThat(letters.meters.get("charloom.e2e.request.latency").timer().count())
                .isEqualTo(1);
        assertThat(gauge("charloom.num.requests.waiting")).isZero();
        assertThat(gauge("charloom.num.requests.running")).isZero();
    }

    @Test
    void requestsRunAndWaitAndLeaveAlsoWhileTheyWait() {
        TextStream running = endless();
        await().atMost(LONG).until(() -> gauge("charloom.num.requests.running") == 1);
        TextStream waiting = endless();
        endless();
        assertThat(gauge("charloom.num.requests.waiting")).isEqualTo(2);
        assertThatThrownBy(this::endless).isInstanceOf(WritingQueueFull.class);
        assertThat(gauge("charloom.num.requests.waiting")).isEqualTo(2);

        waiting.close();
        await().atMost(LONG).until(() -> gauge("charloom.num.requests.waiting") == 1 && ended("abort") == 1);
        running.close();
        await().atMost(LONG).until(() -> gauge("charloom.num.requests.waiting") == 0 && ended("abort") == 2);
    }

    @Test
    void metersOfModelsThatNobodyAsksForAreLetGoButNoneThatAreInUse() {
        var meters = new SimpleMeterRegistry();
        var metrics = new WritingMetrics(meters, System::nanoTime);
        metrics.of(new Author("busy", 1)).request(0).waits();

        for (int i = 0; i < 3 * WritingMetrics.MOST_MODELS; i++) {
            metrics.of(new Author("m" + i, 1)).ended("stop");
        }

        assertThat(meters.getMeters().stream()
                        .map(meter -> meter.getId().getTag("model_name"))
                        .distinct())
                .hasSize(WritingMetrics.MOST_MODELS)
                .contains("busy", "m299")
                .doesNotContain("m0");
        metrics.of(new Author("m0", 2)).ended("stop");
        assertThat(meters.get("charloom.request.success")
                        .tag("model_name", "m0")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
