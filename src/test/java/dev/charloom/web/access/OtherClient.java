package dev.charloom.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.web.Answer;
import dev.charloom.web.HttpCalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Somebody with a key for reading who goes on using the service, whatever others do to it.
final class OtherClient implements AutoCloseable {

    private static final String[] PATHS = {"/models", "/sample?n=2&maxLength=10", "/actuator/health/liveness"};

    private final HttpCalls http;
    private final Thread thread;
    private final AtomicLong served = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private volatile boolean ended;

    OtherClient(int port) {
        http = new HttpCalls(port);
        thread = Thread.ofVirtual().start(this::use);
    }

    private void use() {
        for (int i = 0; !ended && failure.get() == null; i++) {
            String path = PATHS[i % PATHS.length];
            try {
                Answer answer = http.get(path, "Authorization", "Bearer reader");
                if (answer.status() == 200) {
                    served.incrementAndGet();
                } else {
                    failure.set(path + ": " + answer.status() + " " + answer.body());
                }
            } catch (RuntimeException e) {
                failure.set(path + ": " + e);
            }
        }
    }

    /// Returns when a request has been answered that was sent after this was called.
    void isServedOnceMore() {
        long before = served.get();
        await().atMost(Duration.ofMinutes(2)).until(() -> failure.get() != null || served.get() >= before + 2);
        assertThat(failure.get()).isNull();
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
