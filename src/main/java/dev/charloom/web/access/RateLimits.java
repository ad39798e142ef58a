package dev.charloom.web.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// How many requests each key may make: a bucket of one minute's requests that fills up steadily.
final class RateLimits {

    private final int usual;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /// @param usual requests in a minute for keys without a limit of their own; 0: any number
    RateLimits(int usual, TimeMeter time) {
        this.usual = usual;
        this.time = time;
    }

    /// Counts a request.
    ///
    /// @return 0 if it may be made, else the seconds after which the next one may
    long secondsToWait(ApiKey key) {
        if (limit(key) == 0) {
            return 0;
        }
        ConsumptionProbe probe =
                buckets.computeIfAbsent(key.name(), it -> bucket(limit(key))).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? 0
                : Math.ceilDiv(
                        probe.getNanosToWaitForRefill(), Duration.ofSeconds(1).toNanos());
    }

    /// Says what the limit is.
    String sentence(ApiKey key) {
        return "The key %s may make %d requests in a minute. The property charloom.security.requests-per-minute raises the limit."
                .formatted(key.name(), limit(key));
    }

    private int limit(ApiKey key) {
        return Objects.requireNonNullElse(key.requestsPerMinute(), usual);
    }

    private Bucket bucket(int perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(time)
                .build();
    }
}
