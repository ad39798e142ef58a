package dev.charloom.web.access;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may use the service.
///
/// @param apiKeys each `name:role:sha256`; none: everybody who reaches the service may do everything
/// @param allowAnonymous whether the service may be reached from other machines although there are no keys
/// @param allowedHosts names under which the service is reached, beside those of this machine
/// @param allowedOrigins origins of web pages that may use the service, `https://example.org`
/// @param requestsPerMinute how many requests a key may make in a minute; 0: any number
/// @param publicDocs whether the description of the API can be read without a key
@ConfigurationProperties(prefix = "charloom.security", ignoreUnknownFields = false) // a slip could open a door
record SecurityProperties(
        @DefaultValue List<String> apiKeys,
        @DefaultValue("false") boolean allowAnonymous,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("1200") int requestsPerMinute,
        @DefaultValue("false") boolean publicDocs) {

    private static final String PREFIX = "charloom.security.";

    SecurityProperties {
        keys(apiKeys);
        require(requestsPerMinute >= 0, "requests-per-minute must be 0 (any number) or more: " + requestsPerMinute);
        for (String host : allowedHosts) {
            require(host.matches("[A-Za-z0-9.-]+"), "allowed-hosts must be names without port: " + host);
        }
        for (String origin : allowedOrigins) {
            require(isOrigin(origin), "allowed-origins must be like https://example.org: " + origin);
        }
    }

    ApiKeys keys() {
        return new ApiKeys(keys(apiKeys));
    }

    private static List<ApiKey> keys(List<String> texts) {
        var keys = new ArrayList<ApiKey>();
        var names = new HashSet<String>();
        for (int i = 0; i < texts.size(); i++) {
            String place = PREFIX + "api-keys[" + i + "]";
            ApiKey key = ApiKey.parse(place, texts.get(i));
            require(names.add(key.name()), "api-keys[" + i + "] has a name that another has: " + key.name());
            keys.add(key);
        }
        return keys;
    }

    private static boolean isOrigin(String text) {
        try {
            URI origin = URI.create(text);
            boolean web = "http".equals(origin.getScheme()) || "https".equals(origin.getScheme());
            return web && origin.getHost() != null && text.equals(origin.getScheme() + "://" + origin.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(PREFIX + message);
        }
    }
}
