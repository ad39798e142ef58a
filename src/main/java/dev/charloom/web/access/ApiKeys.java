package dev.charloom.web.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All keys.
final class ApiKeys {

    private final List<ApiKey> keys;

    ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /// The key that somebody presents; null if it is none of these. Every key is compared, whichever it is.
    @Nullable
    ApiKey find(String presented) {
        byte[] digest = ApiKey.digest(presented);
        ApiKey found = null;
        for (ApiKey key : keys) {
            if (key.matches(digest)) {
                found = key;
            }
        }
        return found;
    }
}
