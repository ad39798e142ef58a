package dev.charloom.exchange;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How large an archive may be that somebody sends.
///
/// @param archiveBytes as it comes in, at least 1024
/// @param unpackedBytes all of its files together, at least 1024
/// @param ratio how many times larger its files may be than the archive, 1 to 1000; an archive of less than a mebibyte
///     unpacked may be of any ratio
@ConfigurationProperties(prefix = "charloom.import", ignoreUnknownFields = false)
public record ImportLimits(
        @DefaultValue("1073741824") long archiveBytes,
        @DefaultValue("1073741824") long unpackedBytes,
        @DefaultValue("100") int ratio) {

    private static final long LEAST = 1024;

    public ImportLimits {
        require(archiveBytes >= LEAST, "archive-bytes must be at least 1024: " + archiveBytes);
        require(unpackedBytes >= LEAST, "unpacked-bytes must be at least 1024: " + unpackedBytes);
        require(ratio >= 1 && ratio <= 1000, "ratio must be 1 to 1000: " + ratio);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("charloom.import." + message);
        }
    }
}
