package dev.charloom.web;

import dev.charloom.training.JobId;
import dev.charloom.training.JobStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// Which jobs to list.
record JobsRequest(
        @Schema(description = "Only jobs in this status.") @Nullable
        JobStatus status,

        @Schema(description = "Most jobs of a page.") @Min(1) @Max(1000)
        int limit,

        @Schema(description = "The `next` of the page before; it holds although that job was deleted since.") @Nullable
        JobId after) {

    static JobsRequest defaults() {
        return new JobsRequest(null, 50, null);
    }
}
