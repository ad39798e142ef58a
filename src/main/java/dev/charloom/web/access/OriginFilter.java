package dev.charloom.web.access;

import dev.charloom.web.problem.ProblemKind;
import dev.charloom.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses what the page of somebody else makes a browser send: requests with a foreign `Origin` or `Host`, or, where
/// there is no `Origin`, what the browser itself says comes from another site. A `POST` of plain text needs no asking
/// beforehand, so that nothing else would stop it.
final class OriginFilter extends OncePerRequestFilter {

    private static final String FOREIGN_HOST =
            "The service is not known under the name in the Host header. The property charloom.security.allowed-hosts"
                    + " lists the names that it has beside localhost.";
    private static final String FOREIGN_ORIGIN =
            "The request comes from the web page of another site. The property charloom.security.allowed-origins lists"
                    + " the sites whose pages may use the service.";

    private final Hosts hosts;
    private final List<String> allowedOrigins;
    private final ProblemWriter problems;

    OriginFilter(Hosts hosts, List<String> allowedOrigins, ProblemWriter problems) {
        this.hosts = hosts;
        this.allowedOrigins = List.copyOf(allowedOrigins);
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader(HttpHeaders.HOST);
        if (!isAllowed(host, request)) {
            problems.write(ProblemKind.FORBIDDEN, FOREIGN_HOST, request, response);
        } else if (isForeign(request, host)) {
            problems.write(ProblemKind.FORBIDDEN, FOREIGN_ORIGIN, request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /// Both the name in the header and the one that a proxy was asked for, where its headers are believed: a page that
    /// has made its name point to this machine can send the latter as it likes.
    private boolean isAllowed(@Nullable String host, HttpServletRequest request) {
        return hosts.allow(host) && (host == null || hosts.allow(request.getServerName()));
    }

    private boolean isForeign(HttpServletRequest request, @Nullable String host) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            return !allowedOrigins.contains(origin) && !isOwn(origin, host) && !isOwnForwarded(origin, request);
        }
        // A link to the page is followed from anywhere.
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                && !("navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                        && request.getMethod().equals("GET"));
    }

    /// Whether an origin is the service itself, as the same request addresses it.
    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            URI uri = URI.create(origin);
            return host != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && host.equalsIgnoreCase(uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Whether an origin is the service itself under the name that a proxy was asked for, where headers of proxies are
    /// believed (`server.forward-headers-strategy`).
    private static boolean isOwnForwarded(String origin, HttpServletRequest request) {
        String scheme = request.getScheme();
        int port = request.getServerPort();
        String own = scheme + "://" + request.getServerName();
        return origin.equalsIgnoreCase(port == ("https".equals(scheme) ? 443 : 80) ? own : own + ":" + port);
    }
}
