package dev.charloom.ops;

import dev.charloom.repository.StorageFailed;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.env.Environment;

/// Says which directory stopped the start.
final class DirectoryUnusable extends AbstractFailureAnalyzer<Throwable> {

    private static final String TEMPORARY = "java.io.tmpdir";

    private final Environment environment;

    DirectoryUnusable(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
        WebServerException server = findCause(cause, WebServerException.class);
        if (server != null && String.valueOf(server.getMessage()).contains(TEMPORARY)) {
            return new FailureAnalysis(
                    server.getMessage() + ".",
                    "The system property java.io.tmpdir has to name a directory that the service may write: java"
                            + " -Djava.io.tmpdir=... -jar charloom.jar.",
                    cause);
        }
        InvalidPathException name = findCause(cause, InvalidPathException.class);
        if (name != null) {
            return new FailureAnalysis(
                    "%s is no name of a directory for this system, whose encoding is %s: %s."
                            .formatted(
                                    propertyOf(name.getInput()),
                                    System.getProperty("sun.jnu.encoding"),
                                    name.getReason()),
                    "Give it a name of letters that the encoding has, or set another encoding: LC_ALL=C.UTF-8.",
                    cause);
        }
        StorageFailed failed = findCause(cause, StorageFailed.class);
        FileSystemException disk = findCause(cause, FileSystemException.class);
        if (failed == null && disk == null) {
            return null;
        }
        String what = failed == null ? "A directory cannot be used" : String.valueOf(failed.getMessage());
        return new FailureAnalysis(
                disk == null ? what + "." : "%s: %s.".formatted(what, disk.getMessage()),
                "charloom.models-dir and charloom.data-dir have to be directories, or places where such can be made,"
                        + " that the service may read and write.",
                cause);
    }

    private String propertyOf(String value) {
        return Stream.of("charloom.models-dir", "charloom.data-dir")
                .filter(it -> value.equals(environment.getProperty(it)))
                .findFirst()
                .orElse(value);
    }
}
