package dev.charloom.web;

import dev.charloom.web.binding.BodyLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How large requests may be.
///
/// @param corpusBytes of a corpus as it comes in, at least 1024
/// @param jsonBytes of a JSON body, which is read into memory, unlike other bodies; 1024 to 67108864 (64 MiB)
/// @param dataBytes of everything in the data directory; 0 for any number
@ConfigurationProperties(prefix = "charloom.limits", ignoreUnknownFields = false)
record RequestLimits(
        @DefaultValue("1073741824") long corpusBytes,
        @DefaultValue("16777216") long jsonBytes,
        @DefaultValue("107374182400") long dataBytes) {

    private static final long LEAST = 1024;
    private static final long MOST_JSON = 64L << 20;

    RequestLimits {
        require(corpusBytes >= LEAST, "corpus-bytes must be at least 1024: " + corpusBytes);
        require(jsonBytes >= LEAST && jsonBytes <= MOST_JSON, "json-bytes must be 1024 to 67108864: " + jsonBytes);
        require(dataBytes >= 0, "data-bytes must be 0 (any number) or more: " + dataBytes);
    }

    /// Those of bodies.
    ///
    /// @param archiveBytes of an archive as it comes in
    BodyLimits bodies(long archiveBytes) {
        return new BodyLimits(jsonBytes, corpusBytes, archiveBytes);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("charloom.limits." + message);
        }
    }
}
