package dev.charloom.web.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.ServiceTest;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// OpenAI's own client for Node.js, unchanged, where it is installed: `npm install --prefix src/test/clients/openai`.
class OpenAiNodeClientTest extends ServiceTest {

    private static final Path CLIENT = Path.of("src/test/clients/openai");

    @Test
    void completesStreamsListsUnderstandsErrorsAndCancels() throws Exception {
        assumeThat(isOnThePath("node")).as("node is on the path").isTrue();
        assumeThat(CLIENT.resolve("node_modules/openai"))
                .as("the client is installed: npm install --prefix " + CLIENT)
                .isDirectory();
        double before = metric("charloom_request_success_total{finished_reason=\"abort\"");

        Process process = new ProcessBuilder("node", "client.js", "http://localhost:" + port + "/v1")
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo("all is well");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> metric("charloom_request_success_total{finished_reason=\"abort\"") > before
                        && metric("charloom_num_requests_running") == 0);
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Path.of(directory, program).toFile().canExecute());
    }
}
