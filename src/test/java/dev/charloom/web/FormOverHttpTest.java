package dev.charloom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verifyNoInteractions;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormOverHttpTest extends WebTest {

    private static final byte[] NAMES = "Ada\nGrace\n".getBytes(UTF_8);

    private String corpus = "";

    @BeforeEach
    void acceptEverything() throws Exception {
        given(corpora.store(any(InputStream.class))).willAnswer(call -> {
            corpus = new String(call.<InputStream>getArgument(0).readAllBytes(), UTF_8);
            return Jobs.CORPUS;
        });
        given(training.submit(any(), any(), any())).willReturn(Jobs.queued("01jd3x8k2v5c"));
    }

    @Test
    void theCorpusMayBeAPlainField() {
        http.postForm("/train", new Form().field("model", "m").field("corpus", "Ada\n"))
                .isStatus(202);

        assertThat(corpus).isEqualTo("Ada\n");
    }

    @Test
    void aFileLiesInTheDataDirectoryUntilItIsRead() throws Exception {
        var lying = new ArrayList<String>();
        given(corpora.store(any(InputStream.class))).willAnswer(call -> {
            try (var files = Files.walk(Path.of("target/web-test/data/uploads"))) {
                files.filter(Files::isRegularFile).map(Path::toString).forEach(lying::add);
            }
            return Jobs.CORPUS;
        });

        http.postForm("/train", new Form().field("model", "m").file("corpus", "c", NAMES))
                .isStatus(202);

        assertThat(lying).anyMatch(it -> it.endsWith(".tmp"));
    }

    @Test
    void aParameterMayBeAFileAsScriptsSendIt() {
        http.postForm(
                        "/train",
                        new Form().file("model", "blob", "m".getBytes(UTF_8)).file("corpus", "c", NAMES))
                .isStatus(202);
    }

    @Test
    void unknownMissingRepeatedAndWrongPartsAreToldAtOnce() {
        Answer answer = http.postForm(
                        "/train?seed=3",
                        new Form()
                                .file("file", "c.txt", NAMES)
                                .field("layers", "two")
                                .field("epochs", "1")
                                .field("epochs", "2")
                                .field("cell", "tree"))
                .isProblem(422);

        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder("model", "corpus", "file", "layers", "epochs", "cell", "seed");
        verifyNoInteractions(corpora);
    }

    @Test
    void twoCorporaAreRefused() {
        assertThat(http.postForm(
                                "/train",
                                new Form()
                                        .field("model", "m")
                                        .file("corpus", "a", NAMES)
                                        .file("corpus", "b", NAMES))
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("corpus");
    }

    @Test
    void aValueThatIsNotUtf8IsRefused() {
        http.postForm(
                        "/train",
                        new Form()
                                .part("name=\"model\"", "", "ä".getBytes(ISO_8859_1))
                                .file("corpus", "c", NAMES))
                .isProblem(400);
    }

    @Test
    void aPartInAnotherCharacterSetIsRefused() {
        http.postForm(
                        "/train",
                        new Form()
                                .field("model", "m")
                                .part(
                                        "name=\"corpus\"; filename=\"c\"",
                                        "Content-Type: text/plain; charset=utf-16\r\n",
                                        NAMES))
                .isProblem(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Encoding: gzip", "Content-Transfer-Encoding: base64"})
    void aPartThatIsEncodedIsNotTakenForText(String header) {
        var form = new Form().field("model", "m").part("name=\"corpus\"; filename=\"c\"", header + "\r\n", NAMES);

        http.postForm("/train", form).isProblem(415);
        verifyNoInteractions(corpora);
    }

    @Test
    void aPartMaySayThatItIsPlain() {
        var form = new Form()
                .field("model", "m")
                .part("name=\"corpus\"; filename=\"c\"", "Content-Transfer-Encoding: Binary\r\n", NAMES);

        http.postForm("/train", form).isStatus(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "名", "🦖"})
    void aNameOfAFileMayBeLong(String character) {
        http.postForm("/train", new Form().field("model", "m").file("corpus", character.repeat(255), NAMES))
                .isStatus(202);
    }

    @Test
    void aNameOfAFileWithoutEndIsRefused() {
        http.postForm("/train", new Form().field("model", "m").file("corpus", "n".repeat(10_000), NAMES))
                .isProblem(413);
    }

    @Test
    void aFormOfTooManyPartsIsRefused() {
        var form = new Form();
        for (int i = 0; i < 1000; i++) {
            form.field("field" + i, "1");
        }

        assertThat(http.postForm("/train", form).status()).isIn(400, 413, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=other",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=----a-line-that-no-part-has"
            })
    void aFormThatCannotBeTakenApartIsRefused(String type) {
        Answer answer = http.send(
                "POST",
                "/train",
                BodyPublishers.ofString(
                        "------a-line-that-no-part-has\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm"),
                "Content-Type",
                type);

        assertThat(answer.status()).isIn(400, 422);
        answer.isProblem(answer.status());
    }
}
