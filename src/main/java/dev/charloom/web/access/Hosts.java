package dev.charloom.web.access;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names under which the service may be addressed.
///
/// A web page can make a browser send requests to this machine under a name of its own (DNS rebinding), but under no
/// address: so names have to be listed, and addresses not, unless the service listens on this machine alone.
final class Hosts {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|([a-z0-9-]+\\.)*localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");

    private final List<String> listed;
    private final boolean loopbackAlone;

    /// @param listed names without ports
    /// @param loopbackAlone whether the service listens on this machine alone
    Hosts(List<String> listed, boolean loopbackAlone) {
        this.listed = listed.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
        this.loopbackAlone = loopbackAlone;
    }

    /// Whether a request may be addressed like this.
    ///
    /// @param header `host` or `host:port`; null, which only HTTP 1.0 allows and no browser sends, is allowed
    boolean allow(@Nullable String header) {
        if (header == null) {
            return true;
        }
        String host = PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(host).matches()
                || listed.contains(host)
                || (!loopbackAlone && ADDRESS.matcher(host).matches());
    }
}
