package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.CONFLICT;
import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.JOB_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.QUEUE_FULL;
import static dev.charloom.web.problem.ProblemKind.STORAGE_FULL;

import dev.charloom.training.Job;
import dev.charloom.training.TrainingService;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Shows, steers and forgets training jobs.
@RestController
@Tag(name = ApiDescription.TRAINING)
@RequestMapping(path = "/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobsController {

    private final TrainingService training;

    JobsController(TrainingService training) {
        this.training = training;
    }

    @Operation(operationId = "listJobs", summary = "List jobs", description = "The latest first, in pages.")
    @ApiResponse(responseCode = "200", description = "A page of jobs.", useReturnTypeSchema = true)
    @Problems(INVALID_VALUE)
    @GetMapping
    JobsResponse list(@From(Source.QUERY) JobsRequest request) {
        // One more than a page, to know whether another page follows.
        List<Job> jobs = training.list(request.status(), request.limit() + 1, request.after());
        return JobsResponse.of(jobs, request.limit());
    }

    @Operation(
            operationId = "findJob",
            summary = "Show a job",
            description = "How far it is, how well the model predicts, and what it writes meanwhile.")
    @ApiResponse(responseCode = "200", description = "The job.", useReturnTypeSchema = true)
    @Problems(JOB_NOT_FOUND)
    @GetMapping("/{id}")
    JobResponse find(@Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        return JobResponse.of(training.find(id));
    }

    @Operation(operationId = "pauseJob", summary = "Let a job rest", description = """
                    A job that trains makes a checkpoint after its present step and gives its place to the next one. \
                    It rests, also over restarts, until it is resumed. One that is publishing its model already cannot \
                    be paused.""")
    @ApiResponse(
            responseCode = "200",
            description = "The job; still `running` if that takes longer than two seconds.",
            useReturnTypeSchema = true)
    @Problems({JOB_NOT_FOUND, CONFLICT, STORAGE_FULL})
    @PostMapping("/{id}/pause")
    JobResponse pause(
            @Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        return JobResponse.of(training.pause(id));
    }

    @Operation(operationId = "resumeJob", summary = "Go on with a job that rests", description = """
                    It is queued, goes on from its last checkpoint and ends in the same model, bit for bit, as if it \
                    had never rested.""")
    @ApiResponse(responseCode = "200", description = "The job.", useReturnTypeSchema = true)
    @Problems({JOB_NOT_FOUND, CONFLICT, QUEUE_FULL, STORAGE_FULL})
    @PostMapping("/{id}/resume")
    JobResponse resume(
            @Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        return JobResponse.of(training.resume(id));
    }

    @Operation(operationId = "publishJob", summary = "Publish what a job has learned so far", description = """
                    The best weights of the last checkpoint of a job that rests, was cancelled or has failed become a \
                    version of its model. What is published already is not published again.""")
    @ApiResponse(responseCode = "200", description = "The job, with the `version`.", useReturnTypeSchema = true)
    @Problems({JOB_NOT_FOUND, CONFLICT, STORAGE_FULL})
    @PostMapping("/{id}/publish")
    JobResponse publish(
            @Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        return JobResponse.of(training.publish(id));
    }

    @Operation(
            operationId = "listCheckpoints",
            summary = "List the checkpoints of a job",
            description = "Those that are kept: the last ones of a job that has not succeeded.")
    @ApiResponse(responseCode = "200", description = "The checkpoints.", useReturnTypeSchema = true)
    @Problems(JOB_NOT_FOUND)
    @GetMapping("/{id}/checkpoints")
    CheckpointsResponse checkpoints(
            @Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        return new CheckpointsResponse(training.checkpoints(id));
    }

    @Operation(operationId = "cancelJob", summary = "End a job", description = """
                    No model is published, but its last checkpoint can be. A job that trains ends after its present \
                    step. One that is publishing its model already cannot be ended.""")
    @ApiResponse(
            responseCode = "200",
            description = "The job; still `running` if its step takes longer than two seconds.",
            useReturnTypeSchema = true)
    @Problems({JOB_NOT_FOUND, CONFLICT, STORAGE_FULL})
    @PostMapping("/{id}/cancel")
    JobResponse cancel(
            @Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        return JobResponse.of(training.cancel(id));
    }

    @Operation(operationId = "deleteJob", summary = "Forget a job", description = """
                    Only one that has ended. Its checkpoints go with it, and its corpus unless another job was trained \
                    on it, or one that is damaged may have been; its model stays.""")
    @ApiResponse(responseCode = "204", description = "It is forgotten.")
    @Problems({JOB_NOT_FOUND, CONFLICT})
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id) {
        training.delete(id);
    }
}
