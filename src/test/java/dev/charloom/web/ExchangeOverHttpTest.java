package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.charloom.exchange.ModelFormats;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModels;
import dev.charloom.repository.StoredVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentMatchers;
import org.springframework.beans.factory.annotation.Autowired;

class ExchangeOverHttpTest extends WebTest {

    private static final ModelReference MINE = ModelReference.parse("mine:1");

    @Autowired
    private ModelFormats formats;

    private byte[] archive;

    @BeforeEach
    void publish() throws IOException {
        var version = new StoredVersion(
                StoredModels.manifest("cats").draft(MINE.name(), StoredModels.CREATED),
                StoredModels.random(StoredModels.SHAPE, 1),
                StoredModels.HISTORY,
                null);
        given(models.version(any())).willReturn(version);
        given(models.publish(any(), any(), any(), ArgumentMatchers.isNull())).willReturn(1);
        given(models.resolve(any())).willReturn(MINE);
        given(models.versions(any())).willReturn(List.of(1));
        given(models.manifest(MINE)).willReturn(Models.manifest("mine", 1));
        var out = new ByteArrayOutputStream();
        formats.usual().write(version, out);
        archive = out.toByteArray();
    }

    private Answer importBody(String query, byte[] body) {
        return http.send(
                "POST", "/models/import" + query, BodyPublishers.ofByteArray(body), "Content-Type", "application/zip");
    }

    @Test
    void anExportIsAFileToSave() {
        Answer answer = http.get("/models/mine/export").isStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"mine-0.zip\"");
        assertThat(answer.body()).startsWith("PK");
        verify(models).version(new ModelReference(MINE.name(), null));
    }

    @Test
    void namesAndAddressesHaveAsciiDigitsInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("fa-IR"));

            assertThat(http.get("/models/mine/export").header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"mine-0.zip\"");
            assertThat(importBody("", archive).header("Location")).isEqualTo("/models/mine?version=1");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anEarlierVersionAndTheFormatCanBeNamed() {
        http.get("/models/mine/export?version=3&format=charloom").isStatus(200);

        verify(models).version(ModelReference.parse("mine:3"));
    }

    @Test
    void anUnknownFormatIsRefusedWithThoseThatThereAre() {
        Answer answer = http.get("/models/mine/export?format=pickle").isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("format");
        assertThat(answer.json().path("detail").asString()).contains("charloom", "pickle");
        assertThat(importBody("?format=pickle", archive).isProblem(422).wrongFields())
                .containsExactly("format");
    }

    @Test
    void anArchiveUnderTheNameOfNoPartIsRefusedForThat() {
        Answer answer = http.postForm("/models/import", new Form().file("file", "m.zip", new byte[] {'P', (byte) 0xff}))
                .isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("archive", "file");
        assertThat(answer.error("file").toString())
                .contains("m.zip", "is not a known part", "one of name, format, archive");
    }

    @Test
    void anArchiveIsTakenAsABodyAndAsAPartOfAForm() {
        Answer answer = importBody("?name=mine", archive).isStatus(201);
        assertThat(answer.header("Location")).isEqualTo("/models/mine?version=1");
        assertThat(answer.json().path("name").asString()).isEqualTo("mine");

        http.postForm("/models/import", new Form().field("name", "mine").file("archive", "m.zip", archive))
                .isStatus(201);
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        Answer answer = importBody("", "nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("archive");
        verify(models, never()).publish(any(), any(), any(), any());
    }

    @Test
    void aLargerArchiveIsRefusedWithThePropertyThatRaisesTheLimit() {
        Answer answer = importBody("", new byte[(1 << 20) + 1]).isProblem(413);

        assertThat(answer.json().path("detail").asString()).contains("1048576 bytes", "charloom.import.archive-bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?name=../x", "?name=.x", "?version=1", "?name=a&name=b"})
    void aWrongParameterIsRefusedByItsName(String query) {
        assertThat(importBody(query, archive).isProblem(422).wrongFields()).hasSize(1);
    }

    @Test
    void anotherMediaTypeIsNotTaken() {
        http.postJson("/models/import", "{}").isProblem(415);
    }
}
