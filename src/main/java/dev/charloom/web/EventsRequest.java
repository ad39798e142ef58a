package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;

/// Which events of a job to tell.
record EventsRequest(
        @Schema(description = "Only events with a higher id; `Last-Event-ID` goes before it.") @Min(0)
        long after) {

    static EventsRequest defaults() {
        return new EventsRequest(0);
    }
}
