package dev.charloom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

import dev.charloom.generation.Author;
import dev.charloom.generation.Generation;
import dev.charloom.repository.ModelReference;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest extends WebTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"prompt\": \"a",
                "{\"prompt\": \"a\"",
                "{\"prompt\": \"a\"} {}",
                "{\"prompt\": \"a\"} x",
                "{\"prompt\": \"a\",}",
                "{prompt: \"a\"}",
                "{'prompt': 'a'}",
                "{\"prompt\": \"a\nb\"}",
                "{\"prompt\": \"a\\x\"}",
                "{\"prompt\": \"a\\u12\"}",
                "{\"n\": 01}",
                "{\"n\": +1}",
                "{\"n\": .5}",
                "{\"n\": 1e}",
                "{\"n\": nil}",
                "{\"prompt\": \"a\" /* why */}",
                "[]",
                "[{\"prompt\": \"a\"}]",
                "\"prompt\"",
                "7",
                "null"
            })
    void whatIsNoJsonObjectIsRefused(String body) {
        Answer answer = http.postJson("/complete", body).isProblem(400);

        assertThat(answer.body()).doesNotContain("jackson", "Reader", "StreamReadFeature");
    }

    @Test
    void theDetailSaysWhereTheSyntaxBreaks() {
        Answer answer =
                http.postJson("/complete", "{\"prompt\": \"a\",\n \"n\": 1x}").isProblem(400);

        assertThat(answer.json().path("detail").asString()).contains("line 2, column");
    }

    @Test
    void jsonThatIsNotUtf8IsRefusedInPlainWords() {
        assertThat(detail(send("{\"prompt\": \"ä\"}".getBytes(ISO_8859_1))))
                .isEqualTo("The body is not UTF-8, which JSON is written in, at byte offset 12.");
        send("{\"prompt\": \"ä\"}".getBytes(UTF_16)).isProblem(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 8_190, 8_191, 8_192, 8_193, 100_000})
    void theDetailSaysAtWhichByteJsonIsNotUtf8(int offset) {
        byte[] begin = ("{\"prompt\": \"" + "ä".repeat(offset / 2 - 6) + "a".repeat(offset % 2)).getBytes(UTF_8);
        byte[] halfOfACharacter = {(byte) 0xF0, (byte) 0x9F};

        for (String end : List.of("", "\"}", "b".repeat(10_000))) {
            Answer answer = send(joined(begin, halfOfACharacter, end.getBytes(UTF_8)));

            assertThat(detail(answer)).endsWith("at byte offset " + offset + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void jsonThatIsNestedWithoutEndIsRefused(int depth) {
        http.postJson("/complete", "{\"n\": " + "[".repeat(depth) + "]".repeat(depth) + "}")
                .isProblem(400);
    }

    @Test
    void aNumberWithoutEndIsRefused() {
        assertThat(http.postJson("/complete", "{\"prompt\": \"a\", \"n\": " + "9".repeat(100_000) + "}")
                        .status())
                .isIn(400, 422);
    }

    @Test
    void aByteOrderMarkIsDropped() {
        given(generation.complete(any(), any(), any()))
                .willReturn(new Generation(Author.of(ModelReference.parse("dinosaurs:1")), List.of(), 0, 0, 0, 0));

        http.postJson("/complete", "\uFEFF{\"prompt\": \"a\"}").isStatus(200);
    }

    private static String detail(Answer answer) {
        return answer.isProblem(400).json().path("detail").asString();
    }

    private static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private Answer send(byte[] body) {
        return http.send("POST", "/complete", BodyPublishers.ofByteArray(body), "Content-Type", "application/json");
    }
}
