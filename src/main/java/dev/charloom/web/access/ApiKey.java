package dev.charloom.web.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A key as the configuration has it: by its hash, so that who reads the configuration cannot use it.
///
/// A key is a random text, not a password that somebody has thought of, so a plain SHA-256 cannot be turned around.
///
/// @param name tells keys apart in logs and metrics
/// @param sha256 of the key in UTF-8
/// @param requestsPerMinute its own limit; null for that of all keys
record ApiKey(
        String name, Role role, byte[] sha256, @Nullable Integer requestsPerMinute) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9._-]{1,64}):(read|train|admin):([0-9a-fA-F]{64})(?::([0-9]{1,7}))?");

    /// Reads `name:role:sha256` or `name:role:sha256:requestsPerMinute`.
    ///
    /// @param place which property it stands in
    /// @throws IllegalArgumentException if it is neither, without the text, which may be the key itself
    static ApiKey parse(String place, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(place
                    + " must be name:role:sha256, with the role read, train or admin and the SHA-256 of the key as 64"
                    + " hexadecimal digits");
        }
        return new ApiKey(
                form.group(1),
                Role.named(form.group(2)),
                HexFormat.of().parseHex(form.group(3)),
                form.group(4) == null ? null : Integer.valueOf(form.group(4)));
    }

    /// Whether `digest` is that of this key; it takes the same time whether or not they have bytes in common.
    boolean matches(byte[] digest) {
        return MessageDigest.isEqual(sha256, digest);
    }

    /// What a key is compared by.
    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
