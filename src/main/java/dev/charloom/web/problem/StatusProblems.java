package dev.charloom.web.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;

/// Answers to what the framework or the container refuses, of which little more than the HTTP status is known.
final class StatusProblems {

    static final String DISK_FULL =
            "There is no space left on the disk of the service, and nothing of the request was kept. Make room, for"
                    + " instance by deleting jobs or models, and send it again.";

    private StatusProblems() {}

    static ProblemAnswer of(int status) {
        return ProblemAnswer.ofStatus(status, detail(status, "this path"));
    }

    /// @param response the failure once more, as the framework would answer it
    static ProblemAnswer of(Throwable failure, ErrorResponse response, String path) {
        int status = response.getStatusCode().value();
        return switch (failure) {
            case HttpRequestMethodNotSupportedException e -> methodNotAllowed(e, path);
            case HttpMediaTypeNotSupportedException e ->
                ProblemAnswer.ofStatus(status, notRead(e)).with(response.getHeaders());
            case HttpMediaTypeNotAcceptableException e ->
                ProblemAnswer.ofStatus(status, "The answer is offered as " + list(e.getSupportedMediaTypes()) + ".");
            default -> ProblemAnswer.ofStatus(status, detail(status, path)).with(response.getHeaders());
        };
    }

    private static ProblemAnswer methodNotAllowed(HttpRequestMethodNotSupportedException failure, String path) {
        List<String> allowed = failure.getSupportedHttpMethods() == null
                ? List.of()
                : failure.getSupportedHttpMethods().stream()
                        .map(HttpMethod::name)
                        .sorted()
                        .collect(Collectors.toList());
        if (allowed.contains("GET") && !allowed.contains("HEAD")) {
            allowed.add("HEAD");
        }
        String methods = String.join(", ", allowed);
        return ProblemAnswer.of(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        "%s takes %s, not %s.".formatted(path, methods, failure.getMethod()))
                .withHeader(HttpHeaders.ALLOW, methods + (allowed.isEmpty() ? "OPTIONS" : ", OPTIONS"));
    }

    private static String notRead(HttpMediaTypeNotSupportedException failure) {
        String expected = "The body is expected as " + list(failure.getSupportedMediaTypes());
        return failure.getContentType() == null
                ? expected + "; its Content-Type is missing or cannot be read."
                : "%s, not %s.".formatted(expected, failure.getContentType());
    }

    private static String list(List<MediaType> types) {
        return types.stream().map(MediaType::toString).collect(Collectors.joining(" or "));
    }

    private static String detail(int status, String path) {
        return switch (status) {
            case 400 ->
                "The request is not well-formed HTTP, or its URI has characters or escapes that are not allowed.";
            case 401 -> "The request needs the header Authorization: Bearer <key>.";
            case 403 -> "The key may not do this, or the request comes from the web page of another site.";
            case 404 -> "There is nothing at " + path + ".";
            case 405 -> "The method is not taken by " + path + ".";
            case 408 -> "The body did not come in time.";
            case 406 -> "The answer is offered as application/json.";
            case 413 ->
                "The body, a part of it or the headers of a part are larger than is accepted, or it has too many parts.";
            case 414, 431 -> "The URI or the headers are larger than is accepted.";
            case 415 -> "The body is expected as application/json.";
            case 429 -> "The key has made as many requests as it may in a minute.";
            case 500 -> "The service failed in a way that nobody foresaw. The log says more under the id.";
            case 501 -> "The service does not know the method or the transfer encoding.";
            case 503 -> "The service cannot take the request now. Try again later.";
            case 507 -> DISK_FULL;
            case 505 -> "The service speaks HTTP 1.1.";
            default -> status < 500 ? "The request is refused." : "The service failed.";
        };
    }
}
