package dev.charloom.ops;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.env.Environment;

/// Says in a sentence that the server cannot speak TLS with what it was given for it: Spring Boot reads
/// certificates and keys before there is a server.
final class TlsUnusable extends AbstractFailureAnalyzer<ApplicationContextException> {

    private static final List<String> PROPERTIES = List.of(
            "server.ssl.bundle",
            "server.ssl.certificate",
            "server.ssl.certificate-private-key",
            "server.ssl.key-store",
            "server.ssl.trust-certificate",
            "server.ssl.trust-store");

    private final Environment environment;

    TlsUnusable(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ApplicationContextException cause) {
        Throwable reason = cause.getCause();
        String given = given();
        boolean ofAnother = findCause(cause, WebServerException.class) != null
                || findCause(cause, BeanCreationException.class) != null;
        if (reason == null || ofAnother || given.isEmpty()) {
            return null;
        }
        return new FailureAnalysis(
                "The server cannot speak TLS with %s: %s.".formatted(given, reason.getMessage()),
                "server.ssl.certificate and server.ssl.certificate-private-key have to name files in PEM that the service"
                        + " may read, both of them. Without any property that begins with server.ssl. it speaks HTTP.",
                cause);
    }

    private String given() {
        return PROPERTIES.stream()
                .filter(environment::containsProperty)
                .map(it -> it + " " + environment.getProperty(it))
                .collect(Collectors.joining(", "));
    }
}
