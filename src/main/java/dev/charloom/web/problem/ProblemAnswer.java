package dev.charloom.web.problem;

import dev.charloom.web.binding.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// What is answered to a failure.
///
/// @param status that of the kind, unless the kind stands for several
/// @param detail what went wrong this time, in sentences for the client
/// @param id names an unknown failure in the log; null for all others
record ProblemAnswer(
        ProblemKind kind,
        int status,
        String detail,
        List<FieldError> errors,
        HttpHeaders headers,
        @Nullable String id) {

    ProblemAnswer {
        errors = List.copyOf(errors);
    }

    static ProblemAnswer of(ProblemKind kind, String detail) {
        return new ProblemAnswer(kind, kind.status().value(), detail, List.of(), HttpHeaders.EMPTY, null);
    }

    /// An answer of which nothing is known but its status.
    static ProblemAnswer ofStatus(int status, String detail) {
        return new ProblemAnswer(ProblemKind.ofStatus(status), status, detail, List.of(), HttpHeaders.EMPTY, null);
    }

    ProblemAnswer with(List<FieldError> wrong) {
        return new ProblemAnswer(kind, status, detail, wrong, headers, id);
    }

    ProblemAnswer with(HttpHeaders more) {
        return new ProblemAnswer(kind, status, detail, errors, more, id);
    }

    ProblemAnswer withHeader(String name, String value) {
        var more = new HttpHeaders(headers);
        more.set(name, value);
        return with(more);
    }

    ProblemAnswer withId(String incident) {
        return new ProblemAnswer(kind, status, detail, errors, headers, incident);
    }
}
