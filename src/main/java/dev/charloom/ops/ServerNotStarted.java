package dev.charloom.ops;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/// Says in a sentence that the server cannot listen where it was told to. That another program has the port, Spring
/// Boot says itself.
final class ServerNotStarted extends AbstractFailureAnalyzer<WebServerException> {

    private static final String PORT = "server.port";
    private static final String ADDRESS = "server.address";

    private final Environment environment;

    ServerNotStarted(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WebServerException cause) {
        if (cause instanceof PortInUseException) {
            return null;
        }
        Throwable reason = NestedExceptionUtils.getMostSpecificCause(cause);
        String description = "The server could not be started with %s %s and %s %s: %s."
                .formatted(PORT, given(PORT), ADDRESS, given(ADDRESS), reason.getMessage());
        return new FailureAnalysis(
                description,
                "Give a port of 0 to 65535 that this user may open, and an address of this machine. Other properties that"
                        + " begin with server. may be the reason, too.",
                cause);
    }

    private String given(String property) {
        return environment.getProperty(property, "(not given)");
    }
}
