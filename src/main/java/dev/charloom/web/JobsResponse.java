package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.training.Job;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of jobs, the latest first.
record JobsResponse(
        List<JobResponse> jobs,

        @Schema(description = "To be sent as `after` for the next page; left out on the last one.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String next) {

    /// @param jobs up to one more than there are on the page
    static JobsResponse of(List<Job> jobs, int limit) {
        List<JobResponse> page =
                jobs.stream().limit(limit).map(JobResponse::inList).toList();
        return new JobsResponse(page, jobs.size() > limit ? page.getLast().id() : null);
    }
}
