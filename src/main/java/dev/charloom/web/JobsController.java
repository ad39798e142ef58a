package dev.charloom.web;

import dev.charloom.training.Job;
import dev.charloom.training.TrainingService;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
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

/// Shows, ends and forgets training jobs.
@RestController
@RequestMapping(path = "/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobsController {

    private final TrainingService training;

    JobsController(TrainingService training) {
        this.training = training;
    }

    @GetMapping
    JobsResponse list(@From(Source.QUERY) JobsRequest request) {
        String after = request.after() == null ? null : request.after().value();
        // One more than a page, to know whether another page follows.
        List<Job> jobs = training.list(request.status(), request.limit() + 1, after);
        return JobsResponse.of(jobs, request.limit());
    }

    @GetMapping("/{id}")
    JobResponse find(@PathVariable String id) {
        return JobResponse.of(training.find(id));
    }

    @PostMapping("/{id}/cancel")
    JobResponse cancel(@PathVariable String id) {
        return JobResponse.of(training.cancel(id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String id) {
        training.delete(id);
    }
}
