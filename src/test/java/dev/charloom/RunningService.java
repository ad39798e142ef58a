package dev.charloom;

import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/// A service of one's own, on directories of one's own, as `java -jar` would start it.
public final class RunningService implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// On a free port.
    ///
    /// @param directory holds `models` and `data`
    /// @param properties as on a command line: `--name=value`
    public static RunningService start(Path directory, String... properties) {
        return start(0, directory, properties);
    }

    /// @param port 0 for a free one
    public static RunningService start(int port, Path directory, String... properties) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--charloom.models-dir=" + directory.resolve("models"),
                "--charloom.data-dir=" + directory.resolve("data")));
        arguments.addAll(List.of(properties));
        return new RunningService(SpringApplication.run(CharloomApplication.class, arguments.toArray(new String[0])));
    }

    /// Puts the model `dinosaurs` into a directory that a service is to be started on.
    public static void copyDinosaurs(Path directory) throws IOException {
        Path from = Path.of("models/dinosaurs");
        Path to = directory.resolve("models/dinosaurs");
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /// The path that the service is under; empty where it is at the root.
    public String path() {
        return ((WebApplicationContext) context).getServletContext().getContextPath();
    }

    public HttpCalls http() {
        return new HttpCalls(port());
    }

    @Override
    public void close() {
        context.close();
    }
}
