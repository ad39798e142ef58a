package dev.charloom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.web.Answer;
import dev.charloom.web.WebTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files of the page over HTTP.
class PageFilesTest extends WebTest {

    private static final Path FILES = Path.of("src/main/resources/static");

    @Test
    void theRootIsThePage() {
        Answer page = http.get("/").isStatus(200);

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body())
                .contains("<title>Charloom</title>")
                .isEqualTo(http.get("/index.html").body());
    }

    /// Also the description of the API, which would be made anew, and kept, for every language that is asked for.
    @Test
    void everythingIsInEnglish() {
        assertThat(http.get("/", "Accept-Language", "de").isStatus(200).header("Content-Language"))
                .isEqualTo("en");
    }

    @Test
    void onlyFilesOfThisServiceMayRunAndNoTextBecomesAScript() {
        assertThat(http.get("/").header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(http.get("/swagger-ui/index.html").isStatus(200).header("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'");
    }

    @ParameterizedTest
    @CsvSource({
        "/page/start.js, text/javascript",
        "/page/views/train.js, text/javascript",
        "/page/style/base.css, text/css",
        "/page/charloom.svg, image/svg+xml",
        "/page/uplot/uPlot.esm.js, text/javascript",
        "/page/samples/dinosaurs.txt, text/plain"
    })
    void filesAreCheckedAtEveryVisitAndNotSentAgainWhileTheyAreTheSame(String path, String type) {
        Answer file = http.get(path).isStatus(200);

        assertThat(file.header("Content-Type")).startsWith(type);
        assertThat(file.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(file.header("Last-Modified")).isEmpty();
        assertThat(http.get(path, "If-None-Match", file.header("ETag"))
                        .isStatus(304)
                        .body())
                .isEmpty();
        http.get(path, "If-None-Match", "\"another\"").isStatus(200);
    }

    @ParameterizedTest
    @CsvSource({"/page/nothing.js", "/page/", "/page/../application.yml", "/page/%2e%2e/application.yml", "/favicon.ico"
    })
    void whatIsNoFileOfThePageIsNotThere(String path) {
        assertThat(http.get(path).status()).isIn(400, 404);
    }

    @Test
    void nothingInThePageNamesAnotherHostOrIsWrittenInline() throws IOException {
        var elsewhere = Pattern.compile("https?://(?!www\\.w3\\.org/)");
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(elsewhere);
            }
        }
        assertThat(http.get("/").body()).doesNotContain("<style", "style=", "onclick", "<script>");
    }
}
