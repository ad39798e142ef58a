package dev.charloom.ops;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.PlaceholderResolutionException;

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
            if (failure instanceof PlaceholderResolutionException missing
                    && String.valueOf(missing.getPlaceholder()).startsWith(OURS)) {
                return new FailureAnalysis(
                        missing.getPlaceholder() + " is not set, and what is set by the service itself is left out.",
                        "spring.config.location takes the place of the service's own application.yml. A file that is to"
                                + " add to it is named by spring.config.additional-location.",
                        failure);
            }
        }
        return null;
    }
}
