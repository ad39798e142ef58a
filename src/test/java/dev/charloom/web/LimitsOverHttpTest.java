package dev.charloom.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With the limits of [WebTest], which are lower than those of a service.
class LimitsOverHttpTest extends WebTest {

    private static final int JSON_LIMIT = 1 << 20;
    private static final int CORPUS_LIMIT = 2 << 20;

    private long stored;

    @BeforeEach
    void readEverything() throws Exception {
        given(corpora.store(any(InputStream.class))).willAnswer(call -> {
            stored = call.<InputStream>getArgument(0).transferTo(OutputStream.nullOutputStream());
            return Jobs.CORPUS;
        });
        given(corpora.store(any(String.class))).willAnswer(call -> {
            stored = call.<String>getArgument(0).length();
            return Jobs.CORPUS;
        });
        given(training.submit(any(), any(), any())).willReturn(Jobs.queued("01jd3x8k2v5c"));
    }

    @Test
    void aCorpusInJsonMayBeAsLargeAsTheBody() {
        String head = "{\"model\": \"m\", \"corpus\": \"";
        String corpus = "x".repeat(JSON_LIMIT - head.length() - 2);

        http.postJson("/train", head + corpus + "\"}").isStatus(202);

        assertThat(stored).isEqualTo(corpus.length());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargerBodyOfJsonIsRefusedWithTheOtherWays(boolean lengthIsSaid) {
        byte[] body = ("{\"model\": \"m\", \"corpus\": \"" + "x".repeat(JSON_LIMIT) + "\"}").getBytes(UTF_8);

        Answer answer = http.send("POST", "/train", publisher(body, lengthIsSaid), "Content-Type", "application/json")
                .isProblem(413);

        assertThat(answer.json().path("detail").asString()).contains("1048576", "text/plain", "multipart/form-data");
        verifyNoInteractions(corpora);
    }

    @Test
    void aCorpusOfTextMayBeAsLargeAsTheLimit() {
        http.send(
                        "POST",
                        "/train?model=m",
                        BodyPublishers.ofByteArray(new byte[CORPUS_LIMIT]),
                        "Content-Type",
                        "text/plain")
                .isStatus(202);

        assertThat(stored).isEqualTo(CORPUS_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargerCorpusOfTextIsRefused(boolean lengthIsSaid) {
        Answer answer = http.send(
                        "POST",
                        "/train?model=m",
                        publisher(new byte[CORPUS_LIMIT + 1], lengthIsSaid),
                        "Content-Type",
                        "text/plain")
                .isProblem(413);

        assertThat(answer.json().path("detail").asString()).contains("2097152");
        verify(training, never()).submit(any(), any(), any());
    }

    @Test
    void aLargeCorpusOfAFormIsTaken() {
        http.postForm("/train", new Form().field("model", "m").file("corpus", "c.txt", new byte[CORPUS_LIMIT]))
                .isStatus(202);

        assertThat(stored).isEqualTo(CORPUS_LIMIT);
    }

    @Test
    void aLargerCorpusOfAFormIsRefused() {
        http.postForm("/train", new Form().field("model", "m").file("corpus", "c.txt", new byte[CORPUS_LIMIT + 1]))
                .isProblem(413);

        verifyNoInteractions(corpora);
    }

    @Test
    void parametersAreCheckedBeforeALargeBodyIsRead() {
        String answer =
                http.sendRaw("POST /train?model=m&layers=0 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 2000000\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 422 ");
    }

    private static BodyPublisher publisher(byte[] body, boolean lengthIsSaid) {
        return lengthIsSaid
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }
}
