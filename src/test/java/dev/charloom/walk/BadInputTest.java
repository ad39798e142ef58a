package dev.charloom.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.RunningService;
import dev.charloom.walk.ApiDocument.Operation;
import dev.charloom.web.Answer;
import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Walks over the whole description of the API with requests that nobody should send: wrong types, values beyond their
/// bounds, unknown fields, hostile characters, deep nesting, huge and broken bodies, other media types, tricks in
/// paths, bodies that stop in the middle. Whatever comes, the answer is one that is described, in the form that is
/// described, a refusal is a problem in full, and the service fails at nothing.
///
/// The number of requests is that of the property `walk.requests`, the walk that of `walk.seed`:
/// `./mvnw test -Dtest=BadInputTest -Dwalk.requests=20000 -Dwalk.seed=2`
class BadInputTest {

    private static final int REQUESTS = Integer.getInteger("walk.requests", 1500);
    private static final long SEED = Long.getLong("walk.seed", 1);
    private static final int JSON_LIMIT = 100_000;
    private static final int BETWEEN_CLEARINGS = 100;

    @TempDir
    Path directory;

    private RunningService service;
    private HttpCalls http;
    private final List<String> jobs = new ArrayList<>();

    /// By what is wrong, and with which operation; one of each is enough.
    private final Map<String, String> failures = new LinkedHashMap<>();

    @BeforeEach
    void start() throws IOException {
        RunningService.copyDinosaurs(directory);
        service = RunningService.start(
                directory,
                "--server.tomcat.connection-timeout=500ms", // for bodies that do not come
                "--server.tomcat.keep-alive-timeout=2m",
                "--charloom.limits.json-bytes=" + JSON_LIMIT,
                "--charloom.training.threads=1",
                "--charloom.training.queue-capacity=5",
                "--charloom.training.memory-fraction=0.03",
                "--charloom.generation.time-limit=1s");
        http = service.http();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void whateverComesTheAnswerIsDescribedAndNothingFails(TestReporter reporter) {
        var api = new ApiDocument(http.get("/v3/api-docs").isStatus(200).json());
        List<Operation> operations = api.operations();
        var answers = new DescribedAnswers(api);
        var requests = new WrongRequests(api, new SplittableRandom(SEED), jobs, JSON_LIMIT);
        var walker = new Walker(service.port());
        int sent = 0;
        for (int i = 0; sent < REQUESTS; i++) {
            WrongRequest request = requests.next(operations.get(i % operations.size()));
            Answer answer = walker.send(request).orElse(null);
            if (answer != null) {
                sent++;
                check(answers, request, answer);
            }
            if (sent % BETWEEN_CLEARINGS == 0) {
                clearTheQueue();
            }
        }

        reporter.publishEntry("answers by status", answers.statuses().toString());
        assertThat(failures.values()).isEmpty();
        assertThat(answers.statuses().keySet()).contains(200, 400, 404, 406, 415, 422);
        http.get("/actuator/health").isStatus(200);
        http.get("/sample").isStatus(200);
    }

    private void check(DescribedAnswers answers, WrongRequest request, Answer answer) {
        String wrong = answers.wrong(request, answer);
        if (wrong != null) {
            String what = "%s: %d %s".formatted(request.operation(), answer.status(), wrong);
            String body = answer.body().substring(0, Math.min(answer.body().length(), 1000));
            failures.putIfAbsent(what, "%s%n  after %s%n  %s%n".formatted(what, request, body));
        }
        if (answer.status() == 202) {
            jobs.add(answer.json().path("id").asString());
        }
    }

    /// Jobs that go on for long would leave no room for others.
    private void clearTheQueue() {
        for (JsonNode job : http.get("/jobs?limit=100").isStatus(200).json().path("jobs")) {
            String id = job.path("id").asString();
            if (!List.of("succeeded", "failed", "cancelled")
                    .contains(job.path("status").asString())) {
                http.post("/jobs/" + id + "/cancel");
            }
        }
        while (jobs.size() > 10) {
            http.delete("/jobs/" + jobs.removeFirst());
        }
    }
}
