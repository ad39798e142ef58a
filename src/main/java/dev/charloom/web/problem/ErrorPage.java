package dev.charloom.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// Answers what failed in a filter: the container forwards it to this path, which nobody else is to call.
@Controller
class ErrorPage implements ErrorController {

    private final Incidents incidents;

    ErrorPage(Incidents incidents) {
        this.incidents = incidents;
    }

    @RequestMapping("${server.error.path:${error.path:/error}}")
    @Nullable
    ResponseEntity<Problem> answer(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null; // the connection is closed after this; a problem would look like a part of the answer
        }
        int status = attribute(request, RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String path = String.valueOf(
                attribute(request, RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                        ? uri
                        : request.getRequestURI());
        ProblemAnswer answer = StatusProblems.of(status);
        if (answer.kind() == ProblemKind.INTERNAL) {
            answer = answer.withId(incidents.recordLogged(request.getMethod(), path));
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(answer, path));
    }

    private static @Nullable Object attribute(HttpServletRequest request, String name) {
        return request.getAttribute(name);
    }
}
