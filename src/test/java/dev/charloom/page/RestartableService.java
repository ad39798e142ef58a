package dev.charloom.page;

import dev.charloom.CharloomApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole service with directories of its own, in which the model `dinosaurs` is there from the start. It can be
/// stopped and started again, and keeps its port.
final class RunningService {

    private final Path directory;
    private final List<String> properties;
    private int port;
    private ConfigurableApplicationContext context;

    /// Starts it.
    ///
    /// @param properties beside those of a test, such as `charloom.training.threads=1`
    RunningService(Path directory, String... properties) {
        this.directory = directory;
        this.properties = List.of(properties);
        copyModel(Path.of("models/dinosaurs"), directory.resolve("models/dinosaurs"));
        start();
    }

    void start() {
        var arguments = new ArrayList<String>();
        properties.forEach(property -> arguments.add("--" + property));
        arguments.add("--server.port=" + port);
        arguments.add("--charloom.models-dir=" + directory.resolve("models"));
        arguments.add("--charloom.data-dir=" + directory.resolve("data"));
        context = SpringApplication.run(CharloomApplication.class, arguments.toArray(String[]::new));
        port = ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    void stop() {
        context.close();
    }

    int port() {
        return port;
    }

    /// Where the page is, without the slash.
    String origin() {
        return "http://127.0.0.1:" + port;
    }

    private static void copyModel(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
