package dev.charloom.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a job may train, written as `90s`, `15m` or `1h30m`.
public record Budget(Duration time) {

    /// How it is written.
    public static final String FORM = "(?=.)([0-9]{1,4}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?";

    static final Duration LEAST = Duration.ofSeconds(1);
    static final Duration MOST = Duration.ofDays(30);

    private static final Pattern PATTERN = Pattern.compile(FORM);

    /// The budget that a text says.
    ///
    /// @throws IllegalArgumentException if the text is none
    @JsonCreator
    public static Budget parse(String text) {
        Matcher parts = PATTERN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no duration such as 90s, 15m or 1h30m: " + text);
        }
        return new Budget(Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3))));
    }

    private static long number(@Nullable String part) {
        return part == null ? 0 : Long.parseLong(part, 0, part.length() - 1, 10);
    }

    double seconds() {
        return time.toMillis() / 1e3;
    }

    boolean isWithinRange() {
        return time.compareTo(LEAST) >= 0 && time.compareTo(MOST) <= 0;
    }

    @Override
    @JsonValue
    public String toString() {
        return part(time.toHours(), "h") + part(time.toMinutesPart(), "m") + part(time.toSecondsPart(), "s");
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
