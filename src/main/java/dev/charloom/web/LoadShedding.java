package dev.charloom.web;

import dev.charloom.web.problem.ProblemKind;
import dev.charloom.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps some threads of the server free: a stream, an answer that is waited for and a body that comes slowly hold one
/// each, and where they have taken nearly all, what comes more is told to come back later. Otherwise it would wait
/// without an answer, and health and metrics with it.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class LoadShedding extends OncePerRequestFilter {

    /// One thread in so many is kept, and at least one.
    private static final int KEPT = 20;

    private static final String RETRY_AFTER_SECONDS = "1";

    private final RequestMatcher healthAndMetrics = EndpointRequest.toAnyEndpoint();
    private final ProblemWriter problems;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    LoadShedding(ProblemWriter problems, TomcatServerProperties server) {
        int threads = server.getThreads().getMax();
        this.problems = problems;
        this.most = threads - Math.ceilDiv(threads, KEPT);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (healthAndMetrics.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            if (underWay.incrementAndGet() <= most) {
                chain.doFilter(request, response);
            } else {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
                problems.write(
                        ProblemKind.UNAVAILABLE,
                        "%d requests are under way, as many as there may be. Try again later.".formatted(most),
                        request,
                        response);
            }
        } finally {
            underWay.decrementAndGet();
        }
    }
}
