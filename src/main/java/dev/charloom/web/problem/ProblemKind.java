package dev.charloom.web.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/// The kinds of problems that clients can tell apart.
public enum ProblemKind {
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read"),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A key is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "This is not allowed"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "Nothing is here"),
    MODEL_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such model"),
    JOB_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such job"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not take this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No such form of the answer is offered"),
    TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The request did not come in time"),
    CONFLICT(HttpStatus.CONFLICT, "The present state does not allow it"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The form of the body is not supported"),
    INVALID_VALUE(HttpStatus.UNPROCESSABLE_CONTENT, "Values are not acceptable"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
    MODEL_DAMAGED(HttpStatus.INTERNAL_SERVER_ERROR, "The stored model is damaged"),
    STORAGE_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The disk is full"),
    NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED, "The service does not know how to do that"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot take it now"),
    QUEUE_FULL(HttpStatus.SERVICE_UNAVAILABLE, "The training queue is full"),
    WRITING_QUEUE_FULL(HttpStatus.SERVICE_UNAVAILABLE, "Too many requests wait for the model"),
    TIME_LIMIT(HttpStatus.SERVICE_UNAVAILABLE, "The answer took too long");

    private final HttpStatus status;
    private final String title;

    ProblemKind(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /// The kind of a problem of which nothing is known but its HTTP status.
    static ProblemKind ofStatus(int status) {
        return Arrays.stream(values())
                .filter(kind -> kind.status.value() == status)
                .findFirst()
                .orElse(status < 500 ? MALFORMED_REQUEST : NOT_IMPLEMENTED);
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// Names the kind for programs: `invalid_value`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Identifies the kind as RFC 9457 wants it.
    public URI type() {
        return URI.create("urn:charloom:problem:" + code().replace('_', '-'));
    }

    /// The type that the error has for clients of OpenAI's API.
    String openAiType() {
        return switch (status.series()) {
            case SERVER_ERROR -> "server_error";
            default ->
                switch (this) {
                    case TOO_MANY_REQUESTS -> "rate_limit_error";
                    case UNAUTHORIZED -> "authentication_error";
                    case FORBIDDEN -> "permission_error";
                    default -> "invalid_request_error";
                };
        };
    }
}
