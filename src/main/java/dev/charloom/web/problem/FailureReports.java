package dev.charloom.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/// Says what went wrong where the answer has begun already, so that its status can say nothing any more.
@Component
public class FailureReports {

    private final Incidents incidents;

    FailureReports(Incidents incidents) {
        this.incidents = incidents;
    }

    /// The problem as it would have been answered, to be written as JSON.
    public Object report(Throwable failure, HttpServletRequest request) {
        String path = request.getRequestURI();
        ProblemAnswer answer =
                incidents.noted(ApiProblems.answer(failure, request), failure, request.getMethod(), path);
        return Problem.of(answer, path);
    }
}
