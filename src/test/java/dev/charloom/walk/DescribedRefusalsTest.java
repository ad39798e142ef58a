package dev.charloom.walk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.RunningService;
import dev.charloom.walk.ApiDocument.Operation;
import dev.charloom.walk.WrongRequest.Sending;
import dev.charloom.web.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// Every refusal that the description names can be had: a request that is sound in all but one respect gets it, from
/// every operation that is described with it. What is no client's doing is provoked elsewhere: failures (500), and what
/// the service cannot take for now (503).
class DescribedRefusalsTest {

    private static final String JSON = "application/json";
    private static final int LIMIT = 50_000;
    private static final String NO_JOB = "0123456789abc";

    @TempDir
    static Path directory;

    private static RunningService service;
    private static ApiDocument api;
    private static Walker walker;
    private static String job;

    /// The keys `boss` and `limited`, by the hashes of these words; `limited` may ask once a minute.
    @BeforeAll
    static void start() throws IOException {
        RunningService.copyDinosaurs(directory);
        service = RunningService.start(
                directory,
                "--server.tomcat.connection-timeout=500ms",
                "--server.tomcat.keep-alive-timeout=2m",
                "--charloom.limits.json-bytes=" + LIMIT,
                "--charloom.import.archive-bytes=" + LIMIT,
                "--charloom.training.threads=1",
                "--charloom.security.api-keys="
                        + "boss:admin:a5e7c002443743c5836758c7d1cd8ddefd9fcf2061daa0efaac683fb99966057:100000,"
                        + "limited:admin:7b508dace774f8adc1b121c1812b740904be6dfd37e3b5e3579bc81fbf6f5553:1");
        walker = new Walker(service.port());
        api = new ApiDocument(
                send("GET", "/v3/api-docs", as("boss"), new byte[0]).json());
        job = send(
                        "POST",
                        "/train?model=m&epochs=1000000&hiddenSize=8&layers=1",
                        as("boss", "Content-Type", "text/plain"),
                        "Ann\nBob\nCarl\n".repeat(20).getBytes(UTF_8))
                .isStatus(202)
                .json()
                .path("id")
                .asString();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /// What is refused with a status, and how a sound request becomes it.
    private record Refusal(int status, Function<WrongRequest, WrongRequest> spoiled) {

        @Override
        public String toString() {
            return String.valueOf(status);
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        400,
                        it -> it.operation().bodyTypes().contains(JSON)
                                ? with(it, it.target(), it.headers(), "{".getBytes(UTF_8))
                                : sent(it, and(it.headers(), "Not a name", "x"), Sending.CUT)),
                new Refusal(401, it -> with(it, it.target(), without(it.headers(), "Authorization"), it.body())),
                new Refusal(
                        403,
                        it -> with(it, it.target(), and(it.headers(), "Origin", "http://evil.example"), it.body())),
                new Refusal(404, DescribedRefusalsTest::ofNothing),
                new Refusal(406, it -> with(it, it.target(), and(it.headers(), "Accept", "image/png"), it.body())),
                new Refusal(408, it -> sent(it, it.headers(), Sending.STALLED)),
                new Refusal(413, it -> with(it, it.target(), it.headers(), huge(it))),
                new Refusal(
                        415,
                        it -> it.operation().bodyTypes().isEmpty()
                                ? with(it, it.target(), and(it.headers(), "Content-Encoding", "gzip"), it.body())
                                : with(
                                        it,
                                        it.target(),
                                        and(without(it.headers(), "Content-Type"), "Content-Type", "application/xml"),
                                        "<a/>".getBytes(UTF_8))),
                new Refusal(422, DescribedRefusalsTest::withAnUnknownField),
                new Refusal(
                        429,
                        it -> with(
                                it,
                                it.target(),
                                and(without(it.headers(), "Authorization"), "Authorization", "Bearer limited"),
                                it.body())));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyOperationThatIsDescribedWithItGivesIt(Refusal refusal) {
        if (refusal.status() == 429) {
            send("GET", "/models", as("limited"), new byte[0]).isStatus(200); // that was the one
        }
        var others = new ArrayList<String>();
        int asked = 0;
        for (Operation operation : api.operations()) {
            if (operation.describes(refusal.status())) {
                asked++;
                WrongRequest request = refusal.spoiled().apply(sound(operation));
                Answer answer = walker.send(request).orElseThrow();
                if (answer.status() != refusal.status()) {
                    others.add("%s: %d %s".formatted(request, answer.status(), answer.body()));
                } else {
                    answer.isProblem(refusal.status());
                }
            }
        }

        assertThat(asked).isPositive();
        assertThat(others).isEmpty();
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(
                Arguments.of("resume", "POST", "/jobs/{id}/resume"),
                Arguments.of("publish", "POST", "/jobs/{id}/publish"),
                Arguments.of("delete", "DELETE", "/jobs/{id}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conflicts")
    void whatARunningJobDoesNotAllowIsAConflict(String name, String method, String path) {
        send(method, path.replace("{id}", job), as("boss"), new byte[0]).isProblem(409);
    }

    private static String[] as(String key, String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(more))
                .toArray(String[]::new);
    }

    private static Answer send(String method, String target, String[] headers, byte[] body) {
        var operation = new Operation(method, target, null);
        return walker.send(new WrongRequest(operation, false, target, List.of(headers), body, Sending.WHOLE))
                .orElseThrow();
    }

    /// A request as the description has it.
    private static WrongRequest sound(Operation operation) {
        String id = operation.path().startsWith("/jobs") ? job : "dinosaurs";
        String target = operation.path().replace("{name}", "dinosaurs").replace("{id}", id);
        var headers = new ArrayList<>(List.of(as("boss")));
        byte[] body = new byte[0];
        List<String> types = operation.bodyTypes();
        if (!types.isEmpty()) {
            String type = types.contains(JSON) ? JSON : "application/zip";
            headers.addAll(List.of("Content-Type", type));
            body = type.equals(JSON) ? example(operation).toString().getBytes(UTF_8) : "PK\3\4".getBytes(UTF_8);
        }
        return new WrongRequest(operation, false, target, headers, body, Sending.WHOLE);
    }

    private static ObjectNode example(Operation operation) {
        return (ObjectNode) WrongRequests.example(operation).deepCopy();
    }

    private static WrongRequest with(WrongRequest it, String target, List<String> headers, byte[] body) {
        return new WrongRequest(it.operation(), false, target, headers, body, Sending.WHOLE);
    }

    private static WrongRequest sent(WrongRequest it, List<String> headers, Sending sending) {
        return new WrongRequest(it.operation(), false, it.target(), headers, it.body(), sending);
    }

    private static List<String> and(List<String> headers, String name, String value) {
        var more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return more;
    }

    private static List<String> without(List<String> headers, String name) {
        var fewer = new ArrayList<String>();
        for (int i = 0; i < headers.size(); i += 2) {
            if (!headers.get(i).equals(name)) {
                fewer.addAll(headers.subList(i, i + 2));
            }
        }
        return fewer;
    }

    /// The same of a model or job that there is not.
    private static WrongRequest ofNothing(WrongRequest it) {
        Operation operation = it.operation();
        if (operation.path().contains("{")) {
            String nothing = operation.path().replace("{name}", "nothing").replace("{id}", NO_JOB);
            return with(it, nothing, it.headers(), it.body());
        }
        if (operation.bodyTypes().isEmpty()) {
            return with(it, it.target() + "?model=nothing", it.headers(), it.body());
        }
        ObjectNode body = example(operation);
        switch (operation.path()) {
            case "/train" -> body.retain("model", "corpus").put("from", "nothing");
            case "/compare" -> body.putArray("models").add("dinosaurs").add("nothing");
            default -> body.put("model", "nothing");
        }
        return with(it, it.target(), it.headers(), body.toString().getBytes(UTF_8));
    }

    /// Fields that nobody knows are passed over where clients of OpenAI's API send them, but no wrong values.
    private static WrongRequest withAnUnknownField(WrongRequest it) {
        if (it.operation().path().startsWith("/v1/")) {
            ObjectNode body = example(it.operation()).put("temperature", "warm");
            return with(it, it.target(), it.headers(), body.toString().getBytes(UTF_8));
        }
        if (it.operation().bodyTypes().contains(JSON)) {
            byte[] body = example(it.operation()).put("unknown", 1).toString().getBytes(UTF_8);
            return with(it, it.target(), it.headers(), body);
        }
        return with(it, it.target() + "?unknown=1", it.headers(), it.body());
    }

    private static byte[] huge(WrongRequest it) {
        String text = "x".repeat(2 * LIMIT);
        return it.operation().bodyTypes().contains(JSON)
                ? example(it.operation()).put("model", text).toString().getBytes(UTF_8)
                : text.getBytes(UTF_8);
    }
}
