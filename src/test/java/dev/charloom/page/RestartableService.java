package dev.charloom.page;

import dev.charloom.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A service in which the model `dinosaurs` is there from the start. It can be stopped and started again, and keeps its
/// port.
final class RestartableService {

    private final Path directory;
    private final String[] properties;
    private int port;
    private RunningService service;

    /// Starts it.
    ///
    /// @param properties as on a command line: `--charloom.training.threads=1`
    RestartableService(Path directory, String... properties) {
        this.directory = directory;
        this.properties = properties;
        try {
            RunningService.copyDinosaurs(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    void start() {
        service = RunningService.start(port, directory, properties);
        port = service.port();
    }

    void stop() {
        service.close();
    }

    int port() {
        return port;
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    /// Where the page is, without the slash.
    String address() {
        return origin() + service.path();
    }
}
