package dev.charloom.ops;

import dev.charloom.storage.DirectoryInUse;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says at the start what to do about [DirectoryInUse].
final class DirectoryInUseAnalyzer extends AbstractFailureAnalyzer<DirectoryInUse> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DirectoryInUse cause) {
        return new FailureAnalysis(
                "charloom.data-dir: " + cause.getMessage() + ".",
                "Stop the other service, or wait until it has stopped, or give this one another directory"
                        + " (charloom.data-dir). Several may share charloom.models-dir.",
                cause);
    }
}
