package dev.charloom.web.stream;

import dev.charloom.generation.TextStream;
import dev.charloom.web.problem.FailureReports;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Answers with server-sent events while texts are written, on the thread of the request. If the client goes away,
/// the writing ends.
@Component
public class EventAnswers {

    private static final Logger log = LoggerFactory.getLogger(EventAnswers.class);

    private final JsonMapper mapper;
    private final FailureReports failures;

    EventAnswers(JsonMapper mapper, FailureReports failures) {
        this.mapper = mapper;
        this.failures = failures;
    }

    /// Makes the handler of a stream, once the answer has begun.
    public interface Handlers {

        /// The handler that sends into `out`.
        ///
        /// @throws IOException if the client has gone away
        StreamReader.Handler of(EventStream out) throws IOException;
    }

    /// Answers; what fails in between is an event, too.
    ///
    /// @param response modified
    public void answer(TextStream stream, HttpServletRequest request, HttpServletResponse response, Handlers handlers) {
        try (stream) {
            var out = new EventStream(response, mapper);
            try {
                new StreamReader(stream).readTo(handlers.of(out));
            } catch (RuntimeException failure) {
                out.send("error", failures.report(failure, request));
            }
        } catch (IOException e) {
            log.debug("A client has gone away", e);
        }
    }
}
