package dev.charloom.web;

import dev.charloom.training.JobEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What has happened to a job.
record EventsResponse(@Schema(description = """
                        The latest last. A thousand are kept; of a long run, the oldest `evaluation`, `sample` and \
                        `checkpoint` events go first.""") List<Event> events) {

    /// @param id ascends by one from event to event
    record Event(
            @Schema(description = "Ascends by one from event to event of a job.")
            long id,

            Instant createdAt,
            JobEvent.Type type,

            @Schema(description = """
                            `status`: the `status`, and the `error` of a failure; `resumed`: the `step` at which a run \
                            goes on; `evaluation`: an entry of the job's history; `sample`: a sample; `checkpoint`: \
                            the `step` that is on disk; `setback`: the `failed` step, and the `step` to which the run \
                            has gone back.""", implementation = Object.class)
            JsonNode data) {

        static Event of(JobEvent it) {
            return new Event(it.id(), it.createdAt(), it.type(), it.data());
        }
    }

    static EventsResponse of(List<JobEvent> events) {
        return new EventsResponse(events.stream().map(Event::of).toList());
    }
}
