package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

import dev.charloom.generation.Generation;
import dev.charloom.repository.ModelReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "charloom.shutdown.grace=60s")
class DrainingTest extends WebTest {

    @Autowired
    private Draining draining;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void takeRequestsAgain() {
        mayEnd.countDown();
        draining.start();
    }

    @Test
    void whatIsUnderWayEndsWhileWhatIsNewIsToldToComeBack() throws Exception {
        given(generation.sample(any(), any(), any(), any())).willAnswer(call -> {
            begun.countDown();
            mayEnd.await();
            return new Generation(ModelReference.parse("dinosaurs:1"), List.of(), 0, 0, 0);
        });
        var underWay = CompletableFuture.supplyAsync(() -> http.get("/sample"));
        begun.await();
        var stopped = CompletableFuture.runAsync(() -> draining.stop(() -> {}));

        await().until(() -> http.get("/models").status() == 503);
        Answer refused = http.get("/models").isProblem(503);
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        http.get("/actuator/health/liveness").isStatus(200);
        assertThat(stopped).isNotDone();

        mayEnd.countDown();
        underWay.join().isStatus(200);
        stopped.join();
    }

    @Test
    void withNothingUnderWayNothingIsWaitedFor() {
        draining.stop(() -> {});

        http.get("/models").isProblem(503);
    }
}
