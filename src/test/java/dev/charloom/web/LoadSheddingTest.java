package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

import dev.charloom.generation.Author;
import dev.charloom.generation.Generation;
import dev.charloom.repository.ModelReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"server.tomcat.threads.max=4", "server.tomcat.threads.min-spare=1"})
class LoadSheddingTest extends WebTest {

    private static final int MOST = 3; // one thread is kept

    private final CountDownLatch begun = new CountDownLatch(MOST);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void release() {
        mayEnd.countDown();
    }

    @Test
    void whereRequestsHoldNearlyAllThreadsMoreAreToldToComeBackAndHealthIsAnswered() throws Exception {
        given(generation.sample(any(), any(), any(), any())).willAnswer(call -> {
            begun.countDown();
            mayEnd.await();
            return new Generation(Author.of(ModelReference.parse("dinosaurs:1")), List.of(), 0, 0, 0, 0);
        });
        var underWay = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> http.get("/sample"), Thread::startVirtualThread))
                .limit(MOST)
                .toList();
        begun.await();

        Answer refused = http.get("/models").isProblem(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.json().at("/error/code").asString()).isEqualTo("unavailable");
        http.get("/actuator/health/liveness").isStatus(200);
        http.get("/actuator/prometheus").isStatus(200);

        mayEnd.countDown();
        underWay.forEach(answer -> answer.join().isStatus(200));
        await().untilAsserted(() -> http.get("/models").isStatus(200));
    }
}
