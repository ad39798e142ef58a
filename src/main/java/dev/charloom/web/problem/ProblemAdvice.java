package dev.charloom.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/// Answers every failure of a controller, and of the framework before it reaches one.
@RestControllerAdvice
class ProblemAdvice {

    private final Incidents incidents;

    ProblemAdvice(Incidents incidents) {
        this.incidents = incidents;
    }

    @ExceptionHandler(Throwable.class)
    @Nullable
    ResponseEntity<Problem> answer(Throwable failure, HttpServletRequest request) {
        String path = request.getRequestURI();
        ProblemAnswer answer = ApiProblems.answer(failure, path);
        if (answer.kind() == ProblemKind.INTERNAL) {
            if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
                return null;
            }
            answer = answer.withId(incidents.record(request.getMethod(), path, failure));
        }
        return ResponseEntity.status(answer.status())
                .headers(answer.headers())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(answer, path));
    }
}
