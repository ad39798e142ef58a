package dev.charloom.web.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// Answers what Tomcat refuses before a request reaches the application, such as a broken request line, in place of its
/// page in HTML.
public final class ProblemReportValve extends ErrorReportValve {

    private final JsonMapper mapper;
    private final Incidents incidents;

    ProblemReportValve(JsonMapper mapper, Incidents incidents) {
        this.mapper = mapper;
        this.incidents = incidents;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String path = request.getRequestURI();
        ProblemAnswer answer = StatusProblems.of(status);
        if (answer.kind() == ProblemKind.INTERNAL) {
            answer = answer.withId(incidents.recordLogged(String.valueOf(request.getMethod()), String.valueOf(path)));
        }
        try {
            write(Problem.of(answer, path), response);
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("An error could not be reported", e);
        }
    }

    private void write(Problem problem, Response response) throws IOException {
        byte[] body = mapper.writeValueAsString(problem).getBytes(UTF_8);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.finishResponse();
    }
}
