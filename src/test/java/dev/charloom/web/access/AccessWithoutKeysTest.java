package dev.charloom.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.web.Answer;
import dev.charloom.web.WebTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On this machine alone and without keys, everybody but the web pages of others may do everything.
class AccessWithoutKeysTest extends WebTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost.evil.example",
                "http://localhost:1",
                "file://",
                "http://127.0.0.1.nip.io",
                "http://[",
                "chrome-extension://abc"
            })
    void aForeignOriginIsRefused(String origin) {
        Answer answer = http.send(
                        "POST",
                        "/train?model=m",
                        BodyPublishers.ofString("text"),
                        "Content-Type",
                        "text/plain",
                        "Origin",
                        origin)
                .isProblem(403);

        assertThat(answer.json().path("detail").asString()).contains("charloom.security.allowed-origins");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        verifyNoInteractions(corpora, training);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "10.0.0.1", "localhost.evil.example", "127.0.0.1.nip.io"})
    void aForeignHostIsRefused(String host) {
        String answer = http.sendRaw("GET /models HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("charloom.security.allowed-hosts");
        verifyNoInteractions(models);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "charloom.localhost"})
    void thisMachineIsNotForeign(String host) {
        String answer = http.sendRaw("GET /models HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theServicesOwnPageIsNotForeign() {
        String answer = http.sendRaw("GET /models HTTP/1.1\r\nHost: localhost:8080\r\n"
                + "Origin: http://localhost:8080\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whatABrowserSaysComesFromAnotherSiteIsRefusedUnlessALinkIsFollowed() {
        http.get("/sample", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                .isProblem(403);
        assertThat(http.get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .status())
                .isIn(200, 302);
        http.send(
                        "POST",
                        "/train",
                        BodyPublishers.noBody(),
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Sec-Fetch-Mode",
                        "navigate")
                .isProblem(403);
        verifyNoInteractions(generation);
    }

    @Test
    void nobodyMayPutAnAnswerIntoAFrameOrGuessItsType() {
        Answer answer = http.get("/models").isStatus(200);

        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(http.get("/models", "Origin", "https://evil.example")
                        .isProblem(403)
                        .header("X-Content-Type-Options"))
                .isEqualTo("nosniff");
    }

    @Test
    void onlyFourPartsOfTheActuatorAreThere() {
        assertThat(http.get("/actuator/prometheus").isStatus(200).body()).contains("jvm_memory_used_bytes");
        for (String path :
                new String[] {"env", "beans", "heapdump", "threaddump", "loggers", "configprops", "shutdown"}) {
            http.get("/actuator/" + path).isProblem(404);
        }
    }
}
