package dev.charloom.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.generation.Author;
import dev.charloom.generation.Generation;
import dev.charloom.repository.ModelReference;
import dev.charloom.web.Answer;
import dev.charloom.web.WebTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/// The keys `reader`, `trainer`, `boss` and `hurry`, by the hashes of these words, each with its role.
@TestPropertySource(
        properties = {
            "charloom.security.api-keys[0]=reader:read:"
                    + "3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30",
            "charloom.security.api-keys[1]=trainer:train:"
                    + "06ea17a8981d25b0315ff17bd1ebad3d95c15a3f8b764eaadb93612d9b61a54e",
            "charloom.security.api-keys[2]=boss:admin:"
                    + "a5e7c002443743c5836758c7d1cd8ddefd9fcf2061daa0efaac683fb99966057",
            "charloom.security.api-keys[3]=hurry:read:"
                    + "f6002cbceb8c0327d974714b8f7a4ba28e25f0b7cbe216a719c35ced1fe9647f:3",
            "charloom.security.allowed-origins=https://friend.example"
        })
class AccessWithKeysTest extends WebTest {

    private Answer as(String key, String method, String path) {
        return http.send(method, path, BodyPublishers.noBody(), "Authorization", "Bearer " + key);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /models",
        "GET, /jobs",
        "GET, /sample",
        "POST, /complete",
        "POST, /train?model=m",
        "DELETE, /models/dinosaurs",
        "POST, /models/import",
        "GET, /models/dinosaurs/export",
        "PUT, /models/dinosaurs/current",
        "GET, /actuator/info",
        "GET, /actuator/metrics",
        "GET, /actuator/prometheus",
        "GET, /v3/api-docs",
        "GET, /v3/api-docs.yaml",
        "GET, /nothing/here",
        "GET, /error",
        "PATCH, /models",
        "OPTIONS, /models"
    })
    void withoutAKeyNothingIsAnswered(String method, String path) {
        Answer answer = http.send(method, path, BodyPublishers.noBody()).isProblem(401);

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"charloom\"");
        verifyNoInteractions(training, generation, models, corpora);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models?key=reader",
                "/models?api_key=reader",
                "/models?access_token=reader",
                "/models;key=reader",
                "/models?Authorization=Bearer%20reader"
            })
    void aKeyInTheUriIsNoKey(String path) {
        assertThat(http.get(path).status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer",
                "Bearer ",
                "reader",
                "Basic cmVhZGVyOnJlYWRlcg==",
                "Bearer reader reader",
                "Bearer readers",
                "Bearer reade",
                "Bearer READER",
                "Bearer 3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30",
                "Bearerreader"
            })
    void aWrongKeyIsToldFromNone(String header) {
        Answer answer = http.get("/models", "Authorization", header).isProblem(401);

        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(answer.body()).doesNotContain("cmVhZ");
    }

    @Test
    void healthAndThePageNeedNoKey() {
        assertThat(http.get("/actuator/health").status()).isIn(200, 503);
        http.get("/actuator/health/liveness").isStatus(200);
        http.get("/").isStatus(200);
        http.get("/page/start.js").isStatus(200);
        http.send("HEAD", "/page/style/base.css", BodyPublishers.noBody()).isStatus(200);
        http.get("/swagger-ui/swagger-ui-bundle.js").isStatus(200);
        http.get("/page/nothing.js").isProblem(404);
    }

    @ParameterizedTest
    @CsvSource({
        "reader, GET, /models, 200",
        "reader, GET, /jobs, 200",
        "reader, HEAD, /models, 200",
        "reader, POST, /complete, 415",
        "reader, POST, /score, 415",
        "reader, POST, /train?model=m, 403",
        "reader, POST, /jobs/01jd3x8k2v5c/cancel, 403",
        "reader, POST, /models/import, 403",
        "reader, POST, /models/dinosaurs/load, 403",
        "reader, PUT, /models/dinosaurs/current, 403",
        "reader, DELETE, /models/dinosaurs, 403",
        "reader, DELETE, /jobs/01jd3x8k2v5c, 403",
        "reader, GET, /actuator/prometheus, 200",
        "reader, GET, /v3/api-docs, 200",
        "trainer, GET, /models, 200",
        "trainer, POST, /train?model=m, 415",
        "trainer, POST, /models/import, 422",
        "trainer, DELETE, /models/dinosaurs, 403",
        "trainer, DELETE, /jobs/01jd3x8k2v5c, 403",
        "boss, GET, /models, 200",
        "boss, POST, /train?model=m, 415",
        "boss, DELETE, /models/dinosaurs, 204",
        "boss, DELETE, /jobs/01jd3x8k2v5c, 204",
        "boss, GET, /actuator/env, 404",
        "boss, GET, /actuator/heapdump, 404",
        "boss, POST, /actuator/shutdown, 404"
    })
    void aKeyMayDoWhatItsRoleMay(String key, String method, String path, int status) {
        Answer answer = as(key, method, path);

        if (status >= 400) {
            answer.isProblem(status);
        } else {
            answer.isStatus(status);
        }
    }

    @Test
    void aRefusedRequestDoesNothing() {
        as("reader", "DELETE", "/models/dinosaurs").isProblem(403);

        verify(models, never()).delete(any());
    }

    @Test
    void aForbiddenRequestIsToldWhichRoleItTakes() {
        assertThat(as("reader", "DELETE", "/models/dinosaurs")
                        .json()
                        .path("detail")
                        .asString())
                .contains("reader", "admin");
    }

    @Test
    void aStreamIsLetThroughToItsEnd() {
        given(generation.sample(any(), any(), any(), any()))
                .willReturn(new Generation(Author.of(ModelReference.parse("dinosaurs:1")), List.of(), 0, 0, 0, 0));

        as("reader", "GET", "/sample").isStatus(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/..",
                "/models/%2e%2e/%2e%2e/etc/passwd",
                "/models/..%2f..%2fetc",
                "/models/a%00b",
                "//models",
                "/models/.%2e/export",
                "/models/%252e%252e",
                "/swagger-ui/../models",
                "/actuator/health/..;/../models"
            })
    void noDetourLeadsPastTheKey(String path) {
        String answer = http.sendRaw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (400|401) .*");
        verifyNoInteractions(models);
    }

    @Test
    void aLineBreakInAHeaderOrAPathMakesNoHeader() {
        String answer = http.sendRaw("GET /models/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer reader\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\nSet-Cookie");
    }

    @Test
    void aKeyThatIsUsedTooOftenWaits() {
        for (int i = 0; i < 3; i++) {
            as("hurry", "GET", "/models").isStatus(200);
        }

        Answer answer = as("hurry", "GET", "/models").isProblem(429);

        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 20);
        assertThat(answer.json().at("/error/type").asString()).isEqualTo("rate_limit_error");
        as("reader", "GET", "/models").isStatus(200);
    }

    @Test
    void aPageThatIsListedMayAskAndReadTheAnswer() {
        Answer preflight = http.send(
                        "OPTIONS",
                        "/complete",
                        BodyPublishers.noBody(),
                        "Origin",
                        "https://friend.example",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization, content-type")
                .isStatus(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
        assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();

        Answer answer = http.get("/models", "Origin", "https://friend.example", "Authorization", "Bearer reader")
                .isStatus(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
    }

    @Test
    void theWayInIsDescribed() {
        var api = as("reader", "GET", "/v3/api-docs").isStatus(200).json();

        assertThat(api.at("/components/securitySchemes/key/scheme").asString()).isEqualTo("bearer");
        assertThat(api.at("/security/0/key").isArray()).isTrue();
    }
}
