package dev.charloom.ops;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Says in a sentence which property stopped the start: those of this service check themselves and name themselves.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongProperty extends AbstractFailureAnalyzer<Throwable> {

    private static final String OURS = "charloom.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
        for (Throwable failure = cause; failure != null; failure = failure.getCause()) {
            String message = failure.getMessage();
            if (failure instanceof IllegalArgumentException && message != null && message.startsWith(OURS)) {
                return new FailureAnalysis(
                        message + ".",
                        "Correct it where it is set: on the command line, in an application.yml or in the environment."
                                + " docs/configuration.md lists all properties with their ranges.",
                        failure);
            }
        }
        return null;
    }
}
