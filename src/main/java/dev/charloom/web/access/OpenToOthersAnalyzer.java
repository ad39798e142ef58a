package dev.charloom.web.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says at the start what to do about [OpenToOthers].
final class OpenToOthersAnalyzer extends AbstractFailureAnalyzer<OpenToOthers> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenToOthers cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                ("Set a key (charloom.security.api-keys), or let the service listen on this machine alone"
                                + " (%s=127.0.0.1), or say that everybody may use it"
                                + " (charloom.security.allow-anonymous=true).")
                        .formatted(cause.property()),
                cause);
    }
}
