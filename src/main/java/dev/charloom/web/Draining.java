package dev.charloom.web;

import dev.charloom.web.problem.ProblemKind;
import dev.charloom.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// The first part of a shutdown: requests under way are answered and streams end, no longer than agreed, while new
/// requests are told to come back later. Then the server closes its port.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class Draining extends OncePerRequestFilter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Draining.class);
    private static final String RETRY_AFTER_SECONDS = "30";

    private final RequestMatcher health = EndpointRequest.to(HealthEndpoint.class);
    private final ProblemWriter problems;
    private final Duration grace;
    private int underWay;
    private boolean draining;
    private volatile boolean running;

    Draining(ProblemWriter problems, ShutdownProperties properties) {
        this.problems = problems;
        this.grace = properties.grace();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (health.matches(request)) {
            chain.doFilter(request, response);
        } else if (begin()) {
            try {
                chain.doFilter(request, response);
            } finally {
                end();
            }
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            response.setHeader(HttpHeaders.CONNECTION, "close");
            problems.write(ProblemKind.UNAVAILABLE, "The service is shutting down.", request, response);
        }
    }

    private synchronized boolean begin() {
        underWay += draining ? 0 : 1;
        return !draining;
    }

    private synchronized void end() {
        underWay--;
        notifyAll();
    }

    @Override
    public synchronized void start() {
        draining = false;
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable stopped) {
        try {
            int left = drain();
            if (left > 0) {
                log.warn("{} requests are still under way after {} seconds", left, grace.toSeconds());
            }
        } finally {
            running = false;
            stopped.run();
        }
    }

    private synchronized int drain() {
        draining = true;
        long end = System.nanoTime() + grace.toNanos();
        try {
            for (long left = grace.toMillis(); left > 0 && underWay > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return underWay;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before anything else stops that a request may need, but after the events of jobs, which never end by themselves.
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
