package dev.charloom.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/// Answers every failure of a controller, and of the framework before it reaches one. An answer that has begun is
/// broken off, so that the client does not take it for a whole one.
@RestControllerAdvice
class ProblemAdvice {

    private final Incidents incidents;

    ProblemAdvice(Incidents incidents) {
        this.incidents = incidents;
    }

    /// @throws Throwable the failure, on which the container closes the connection, if the answer has begun
    @ExceptionHandler(Throwable.class)
    @Nullable
    ResponseEntity<Problem> answer(Throwable failure, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        String path = request.getRequestURI();
        ProblemAnswer answer = ApiProblems.answer(failure, request);
        boolean unknown = answer.kind() == ProblemKind.INTERNAL;
        if (unknown && DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return null;
        }
        if (response.isCommitted()) {
            throw failure;
        }
        response.resetBuffer(); // a beginning that the client has not seen yet
        response.setCharacterEncoding((String) null);
        answer = incidents.noted(answer, failure, request.getMethod(), path);
        return ResponseEntity.status(answer.status())
                .headers(answer.headers())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(answer, path));
    }
}
