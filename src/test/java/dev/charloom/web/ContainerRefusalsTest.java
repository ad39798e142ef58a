package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What never gets to a controller is answered in the same form as everything else.
class ContainerRefusalsTest extends WebTest {

    static Stream<Arguments> refused() {
        return Stream.of(
                refusal("no request line", 400, "nonsense\r\n\r\n"),
                refusal("no method", 400, "/jobs HTTP/1.1\r\nHost: x\r\n\r\n"),
                refusal("a blank in the path", 400, get("/jobs/a b")),
                refusal("a character that no URI has", 400, get("/jobs/{x}|")),
                refusal("a byte that is no ASCII", 400, get("/jobs/\u00e4")),
                refusal("an encoded slash", 400, get("/jobs/a%2Fb")),
                refusal("an encoded backslash", 400, get("/jobs/a%5Cb")),
                refusal("an escape without digits", 400, get("/jobs/%zz")),
                refusal("an escape cut short", 400, get("/jobs/%4")),
                refusal("an encoded NUL", 400, get("/jobs/%00")),
                refusal("a path that is not UTF-8", 400, get("/jobs/%ff%fe")),
                refusal("a path above the root", 400, get("/../../etc/passwd")),
                refusal("no host", 400, "GET /jobs HTTP/1.1\r\n\r\n"),
                refusal("two hosts", 400, "GET /jobs HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
                refusal("a host that is none", 400, "GET /jobs HTTP/1.1\r\nHost: x y\r\n\r\n"),
                refusal("a header that is too large", 400, get("/jobs", "X-Long: " + "x".repeat(20_000))),
                refusal("a line that is too long", 400, get("/jobs?after=" + "x".repeat(20_000))),
                refusal("a length that is no number", 400, get("/jobs", "Content-Length: x")),
                refusal("two lengths", 400, get("/jobs", "Content-Length: 1\r\nContent-Length: 2")),
                refusal("a transfer encoding that nobody knows", 501, get("/jobs", "Transfer-Encoding: rot13")),
                refusal("another version of HTTP", 505, "GET /jobs HTTP/7.0\r\nHost: x\r\n\r\n"),
                refusal("TRACE", 405, "TRACE /jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                refusal("an escape without digits in the query", 400, get("/jobs?after=%zz")),
                refusal("an escape cut short in the query", 400, get("/jobs?after=%4")),
                refusal("a query that is not UTF-8", 400, get("/jobs?after=%ff%fe")),
                refusal("a chunk without a length", 400, chunked("nonsense\r\n")),
                refusal("a chunk with a negative length", 400, chunked("-5\r\nhello\r\n")),
                refusal("a chunk that goes on too long", 400, chunked("3\r\n{\"prompt\r\n0\r\n\r\n")));
    }

    @ParameterizedTest
    @MethodSource
    void refused(int status, String request) {
        String answer = http.sendRaw(request);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.toLowerCase()).contains("\r\ncontent-type: application/problem+json");
        assertThat(answer).doesNotContain("<html", "Tomcat", "Exception", "org.apache", "java.");
        JsonNode problem =
                new JsonMapper().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asString()).startsWith("urn:charloom:problem:");
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.at("/error/message").asString()).isNotBlank();
    }

    @Test
    void theServiceAnswersAfterAllOfThem() {
        refused().forEach(refusal -> http.sendRaw((String) refusal.get()[1]));

        http.get("/actuator/health/liveness").isStatus(200);
    }

    private static Arguments refusal(String name, int status, String request) {
        return Arguments.of(Named.of(name, status), request);
    }

    private static String get(String target) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(target);
    }

    private static String get(String target, String header) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n".formatted(target, header);
    }

    private static String chunked(String body) {
        return "POST /complete HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + body;
    }
}
