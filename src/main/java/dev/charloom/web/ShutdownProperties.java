package dev.charloom.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the service stops.
///
/// @param grace how long requests and streams under way may take to end, 0 to 10 minutes
@ConfigurationProperties(prefix = "charloom.shutdown", ignoreUnknownFields = false)
record ShutdownProperties(@DefaultValue("20s") Duration grace) {

    private static final Duration MOST = Duration.ofMinutes(10);

    ShutdownProperties {
        if (grace.isNegative() || grace.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("charloom.shutdown.grace must be 0s to 10m: " + grace.toSeconds() + "s");
        }
    }
}
