package dev.charloom.training;

import java.util.regex.Pattern;

/// Names a job. Identifiers ascend with the time of submission.
public record JobId(String value) implements Comparable<JobId> {

    private static final Pattern FORM = Pattern.compile("[0-9a-z]{8,40}");

    /// @throws IllegalArgumentException if `value` is no job identifier
    public JobId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a job identifier: " + value);
        }
    }

    /// Whether `value` has the form of an identifier.
    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
