package dev.charloom.web.access;

import dev.charloom.web.problem.ProblemKind;
import dev.charloom.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Tells by the key in `Authorization: Bearer` (RFC 6750) who a request is from, and holds each key to its limit.
final class KeyFilter extends OncePerRequestFilter {

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([\\x21-\\x7e]{1,1000}) *");

    private final ApiKeys keys;
    private final RateLimits rates;
    private final ProblemWriter problems;

    KeyFilter(ApiKeys keys, RateLimits rates, ProblemWriter problems) {
        this.keys = keys;
        this.rates = rates;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        ApiKey key = presented(header);
        if (key == null) {
            AccessProblems.unauthorized(problems, request, response, true);
            return;
        }
        long wait = rates.secondsToWait(key);
        if (wait > 0) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait));
            problems.write(ProblemKind.TOO_MANY_REQUESTS, rates.sentence(key), request, response);
            return;
        }
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        key.name(),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_" + key.role().name())));
        chain.doFilter(request, response);
    }

    private @Nullable ApiKey presented(String header) {
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() ? keys.find(bearer.group(1)) : null;
    }
}
