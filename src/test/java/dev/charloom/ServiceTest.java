package dev.charloom;

import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/// The whole service on a port of its own, with the model `dinosaurs` and nothing else. Tests share it: they add and
/// delete no models.
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "charloom.models-dir=target/service-test/models",
            "charloom.data-dir=target/service-test/data",
            "charloom.generation.concurrent-requests=4",
            "charloom.generation.queue-capacity=4"
        })
public abstract class ServiceTest {

    static {
        copyModel(Path.of("models/dinosaurs"), Path.of("target/service-test/models/dinosaurs"));
    }

    @LocalServerPort
    protected int port;

    protected HttpCalls http;

    @BeforeEach
    void connect() {
        http = new HttpCalls(port);
    }

    private static void copyModel(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The value of a metric of the model, as Prometheus reads it; 0 if it is not there yet.
    ///
    /// @param series its name, and labels beside that of the model, such as `name` or `name{label="value"`
    protected double metric(String series) {
        String[] parts = series.split("\\{");
        String labels = parts.length == 1 ? "" : parts[1] + ",";
        String text = http.get("/actuator/prometheus").isStatus(200).body();
        Matcher line = Pattern.compile(
                        "^" + parts[0] + Pattern.quote("{" + labels + "model_name=\"dinosaurs\"}") + " (.*)$",
                        Pattern.MULTILINE)
                .matcher(text);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }
}
