package dev.charloom.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.ServiceTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that go away in the midst of an answer, watched through the metrics.
class DisconnectingClientsTest extends ServiceTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String RUNNING = "charloom_num_requests_running";
    private static final String WAITING = "charloom_num_requests_waiting";
    private static final String ABORTED = "charloom_request_success_total{finished_reason=\"abort\"";
    private static final String WRITTEN = "charloom_generation_characters_total";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(LONG).until(() -> metric(RUNNING) + metric(WAITING) == 0);
    }

    /// Asks for an answer that goes on until nobody takes it.
    private Socket ask(String path) throws IOException {
        String body = path.startsWith("/v1")
                ? "{\"model\":\"dinosaurs\",\"prompt\":\"M\",\"logit_bias\":{\"0\":-100},\"max_tokens\":1000000,\"stream\":true}"
                : "{\"model\":\"dinosaurs\",\"prompt\":\"M\",\"bannedCharacters\":\"\\n\",\"maxLength\":1000000,\"stream\":true}";
        var socket = new Socket("localhost", port);
        sockets.add(socket);
        socket.setSoTimeout((int) LONG.toMillis());
        socket.getOutputStream()
                .write(
                        ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(path, body.length(), body))
                                .getBytes(UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static void awaitLine(Socket socket, String start) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        String line;
        do {
            line = reader.readLine();
            assertThat(line).as("before a line with " + start).isNotNull();
        } while (!line.startsWith(start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/complete", "/v1/completions"})
    void aClientThatLeavesAStreamEndsItsWork(String path) throws IOException {
        double aborted = metric(ABORTED);
        Socket client = ask(path);
        awaitLine(client, "data: ");
        assertThat(metric(RUNNING)).isEqualTo(1);

        client.close();

        await().atMost(LONG).until(() -> metric(RUNNING) == 0);
        assertThat(metric(ABORTED)).isEqualTo(aborted + 1);
        double written = metric(WRITTEN);
        assertThat(written).isPositive();
        assertThat(metric(WRITTEN)).isEqualTo(written);
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsNoticedByPingsAndMakesRoom() throws IOException {
        for (int i = 0; i < 4; i++) { // as many as are served at once
            awaitLine(ask("/complete"), "data: ");
        }
        Socket waiting = ask("/complete");
        awaitLine(waiting, ": ping");
        assertThat(metric(WAITING)).isEqualTo(1);
        assertThat(metric(RUNNING)).isEqualTo(4);

        waiting.close();

        await().atMost(LONG).until(() -> metric(WAITING) == 0);
        assertThat(metric(RUNNING)).isEqualTo(4);
    }

    @Test
    void beyondTheQueueClientsAreToldToTryAgain() throws IOException {
        for (int i = 0; i < 4; i++) {
            awaitLine(ask("/complete"), "data: ");
        }
        for (int i = 0; i < 4; i++) {
            awaitLine(ask("/complete"), ": ping");
        }

        Answer answer = http.get("/sample?model=dinosaurs").isProblem(503);

        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(metric(WAITING)).isEqualTo(4);
    }

    @Test
    void theMetricsOfAnAnswerAreThere() {
        double texts = metric("charloom_request_success_total{finished_reason=\"stop\"");
        double requests = metric("charloom_time_to_first_character_seconds_count");
        http.get("/sample?model=dinosaurs&n=3&maxLength=100").isStatus(200);

        assertThat(metric("charloom_request_success_total{finished_reason=\"stop\""))
                .isEqualTo(texts + 3);
        assertThat(metric("charloom_time_to_first_character_seconds_count")).isEqualTo(requests + 1);
        assertThat(metric("charloom_time_per_output_character_seconds_sum")).isPositive();
        assertThat(metric("charloom_request_queue_time_seconds_count")).isPositive();
        assertThat(metric("charloom_e2e_request_latency_seconds_count")).isPositive();
        assertThat(metric("charloom_batch_size_max")).isPositive();
        assertThat(http.get("/actuator/prometheus").body())
                .contains("charloom_time_to_first_character_seconds_bucket{model_name=\"dinosaurs\",le=\"0.1\"}");
    }
}
