package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

import dev.charloom.generation.Author;
import dev.charloom.generation.Generation;
import dev.charloom.generation.TextsTooLong;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.training.TrainingOrder;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// A service that is not at the root of its host, behind a proxy that it believes, and with a key: the word `boss`. Few
/// threads, so that they are soon taken.
@TestPropertySource(
        properties = {
            "server.servlet.context-path=/charloom",
            "server.forward-headers-strategy=framework",
            "server.tomcat.threads.max=4",
            "charloom.security.allowed-hosts=charloom.example",
            "charloom.security.api-keys=boss:admin:"
                    + "a5e7c002443743c5836758c7d1cd8ddefd9fcf2061daa0efaac683fb99966057"
        })
class UnderAPathTest extends WebTest {

    private static final String[] KEY = {"Authorization", "Bearer boss"};
    private static final String[] PROXY = {
        "X-Forwarded-Prefix", "/tools",
        "X-Forwarded-Proto", "https",
        "X-Forwarded-Host", "charloom.example"
    };

    @Autowired
    private Draining draining;

    @AfterEach
    void takeRequestsAgain() {
        draining.start();
    }

    @Test
    void aJobIsToldToBeUnderThePathThatTheClientKnows() throws Exception {
        given(corpora.store(any(InputStream.class))).willReturn(Jobs.CORPUS);
        given(training.submit(any(), any(), any()))
                .willAnswer(call -> Jobs.queued(
                        "01jd3x8k2v5c",
                        call.<ModelName>getArgument(0).value(),
                        call.<TrainingOrder>getArgument(1).params()));

        assertThat(train().isStatus(202).header("Location")).isEqualTo("/charloom/jobs/01jd3x8k2v5c");
        assertThat(train(PROXY).isStatus(202).header("Location")).isEqualTo("/tools/jobs/01jd3x8k2v5c");
    }

    private Answer train(String... headers) {
        return send("POST", "/charloom/train?model=m", "text", with("Content-Type", "text/plain", headers));
    }

    @Test
    void aPageThatCameThroughTheProxyIsOurOwn() {
        send("POST", "/charloom/score", "{}", with("Origin", "https://charloom.example", PROXY))
                .isProblem(415);
        send("POST", "/charloom/score", "{}", with("Origin", "https://evil.example", PROXY))
                .isProblem(403);
        send("POST", "/charloom/score", "{}", with("Origin", "http://charloom.example", PROXY))
                .isProblem(403);
        send("GET", "/charloom/models", "", "X-Forwarded-Host", "evil.example").isProblem(403);
    }

    /// A page whose name has been made to point to this machine sends what headers it likes.
    @Test
    void aForeignHostStaysForeignWhateverIsSaidToHaveBeenAskedFor() {
        assertThat(http.sendRaw("GET /charloom/models HTTP/1.1\r\nHost: evil.example\r\n"
                        + "X-Forwarded-Host: charloom.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void healthThePageAndSwaggerUiNeedNoKey() {
        http.get("/charloom/actuator/health/liveness").isStatus(200);
        http.get("/charloom/").isStatus(200);
        http.get("/charloom/page/start.js").isStatus(200);
        http.get("/charloom/models").isProblem(401);
        http.get("/charloom/actuator/info").isProblem(401);

        assertThat(http.get("/charloom/swagger-ui.html").isStatus(302).header("Location"))
                .isEqualTo("/charloom/swagger-ui/index.html");
        assertThat(http.get("/charloom/swagger-ui/index.html").isStatus(200).header("Content-Security-Policy"))
                .contains("style-src 'self' 'unsafe-inline'");
    }

    @Test
    void theDescriptionNamesThePathThatItWasAskedUnder() {
        assertThat(server(KEY)).isEqualTo("/charloom");
        assertThat(server(with(KEY[0], KEY[1], PROXY))).isEqualTo("/tools");
        assertThat(server(KEY)).isEqualTo("/charloom");
    }

    private String server(String... headers) {
        return http.get("/charloom/v3/api-docs", headers)
                .isStatus(200)
                .json()
                .at("/servers/0/url")
                .asString();
    }

    @Test
    void aProblemNamesTheFieldAndThePathThatTheClientKnows() throws Exception {
        given(generation.sample(any(), any(), any(), any())).willThrow(new TextsTooLong(1_000_000));

        Answer refused = http.get("/charloom/sample", KEY).isProblem(422);

        assertThat(refused.wrongFields()).containsExactly("startingWith");
        assertThat(refused.json().path("instance").asString()).isEqualTo("/charloom/sample");
    }

    @Test
    void healthAndMetricsAreAnsweredWhileRequestsHoldTheThreadsAndHealthWhileTheServiceStops() throws Exception {
        var begun = new CountDownLatch(3); // one thread is kept
        var mayEnd = new CountDownLatch(1);
        given(generation.sample(any(), any(), any(), any())).willAnswer(call -> {
            begun.countDown();
            mayEnd.await();
            return new Generation(Author.of(ModelReference.parse("dinosaurs:1")), List.of(), 0, 0, 0, 0);
        });
        var underWay = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> http.get("/charloom/sample", KEY), Thread::startVirtualThread))
                .limit(3)
                .toList();
        begun.await();
        try {
            http.get("/charloom/models", KEY).isProblem(503);
            http.get("/charloom/actuator/health/liveness").isStatus(200);
            http.get("/charloom/actuator/prometheus", KEY).isStatus(200);
        } finally {
            mayEnd.countDown();
        }
        underWay.forEach(answer -> answer.join().isStatus(200));

        draining.stop(() -> {});

        http.get("/charloom/models", KEY).isProblem(503);
        http.get("/charloom/actuator/health/liveness").isStatus(200);
    }

    private Answer send(String method, String path, String body, String... headers) {
        return http.send(method, path, BodyPublishers.ofString(body), with(KEY[0], KEY[1], headers));
    }

    private static String[] with(String name, String value, String... others) {
        return Stream.concat(Stream.of(name, value), Stream.of(others)).toArray(String[]::new);
    }
}
