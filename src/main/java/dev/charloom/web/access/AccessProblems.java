package dev.charloom.web.access;

import dev.charloom.web.problem.ProblemKind;
import dev.charloom.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/// Answers to requests that are not allowed.
final class AccessProblems {

    private AccessProblems() {}

    /// @param wrong whether there was a key, but a wrong one
    static void unauthorized(
            ProblemWriter problems, HttpServletRequest request, HttpServletResponse response, boolean wrong)
            throws IOException {
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"charloom\"" + (wrong ? ", error=\"invalid_token\"" : ""));
        problems.write(
                ProblemKind.UNAUTHORIZED,
                wrong
                        ? "The key in the Authorization header is none that the service knows, or not of the form: Bearer <key>."
                        : "The request needs the header Authorization: Bearer <key>.",
                request,
                response);
    }

    static void forbidden(ProblemWriter problems, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        String name = who == null ? "" : who.getName() + " ";
        problems.write(
                ProblemKind.FORBIDDEN,
                "The key %smay not do this: reading and writing texts takes the role read, training, importing and loading train, deleting admin."
                        .formatted(name),
                request,
                response);
    }
}
