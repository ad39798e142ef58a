package dev.charloom.training;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much of what comes in is kept on disk.
///
/// @param corpusBytes of a corpus as it comes in, at least 1024
/// @param dataBytes of everything in the data directory; 0 for any number
@ConfigurationProperties("charloom.limits")
record CorpusLimits(
        @DefaultValue("1073741824") long corpusBytes,
        @DefaultValue("107374182400") long dataBytes) {

    CorpusLimits {
        if (corpusBytes < 1024) {
            throw new IllegalArgumentException("charloom.limits.corpus-bytes must be at least 1024: " + corpusBytes);
        }
        if (dataBytes < 0) {
            throw new IllegalArgumentException(
                    "charloom.limits.data-bytes must be 0 (any number) or more: " + dataBytes);
        }
    }
}
