package dev.charloom.web;

import dev.charloom.training.JobEvent;
import dev.charloom.training.JobNotFound;
import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Tells the events of jobs to clients as they happen, each on a virtual thread of its own, until the job has
/// ended, the client has gone, or the service stops: streams end before the server waits for requests to be
/// answered.
@Component
class JobEventStreams implements SmartLifecycle {

    private static final long PING_MILLIS = 15_000;
    private static final long NO_TIMEOUT = 0;

    private final TrainingService training;
    private volatile ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    JobEventStreams(TrainingService training) {
        this.training = training;
    }

    /// Tells the events of a job after number `after`, and those that follow.
    ///
    /// @throws JobNotFound if there is no such job
    SseEmitter of(String id, long after) {
        training.find(id);
        var emitter = new SseEmitter(NO_TIMEOUT);
        try {
            threads.execute(() -> tell(id, after, emitter));
        } catch (RejectedExecutionException e) { // the service stops: it ends as those that were open did
            emitter.complete();
        }
        return emitter;
    }

    private void tell(String id, long after, SseEmitter emitter) {
        try {
            long last = after;
            boolean over = false;
            while (!over) {
                over = training.find(id).status().isFinal(); // asked first: nothing is told after its last event
                List<JobEvent> events = over ? training.events(id, last) : training.awaitEvents(id, last, PING_MILLIS);
                for (JobEvent event : events) {
                    emitter.send(message(event));
                    last = event.id();
                }
                if (events.isEmpty() && !over) {
                    emitter.send(SseEmitter.event().comment("ping"));
                }
            }
            emitter.complete();
        } catch (InterruptedException | JobNotFound e) { // the service stops, or the job was forgotten
            emitter.complete();
        } catch (IOException | IllegalStateException e) { // the client has gone
            emitter.completeWithError(e);
        }
    }

    private static SseEmitter.SseEventBuilder message(JobEvent event) {
        return SseEmitter.event()
                .id(String.valueOf(event.id()))
                .name(TrainingParams.nameOf(event.type()))
                .data(EventsResponse.Event.of(event));
    }

    @Override
    public void start() {
        if (threads.isShutdown()) { // started anew after a stop
            threads = Executors.newVirtualThreadPerTaskExecutor();
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
