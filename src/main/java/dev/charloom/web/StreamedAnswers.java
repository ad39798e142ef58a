package dev.charloom.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.web.stream.StreamReader;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes texts to clients, line by line while they are written, on the thread of the request. If the client goes
/// away, the writing ends.
@Component
class StreamedAnswers {

    private static final Logger log = LoggerFactory.getLogger(StreamedAnswers.class);

    private final JsonMapper mapper;

    StreamedAnswers(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /// Answers with one text a line.
    ///
    /// @param response modified
    void lines(TextStream stream, HttpServletResponse response) {
        each(stream, response, MediaType.TEXT_PLAIN_VALUE, (event, out) -> {
            if (event instanceof TextEvent.Ended ended) {
                out.append(ended.text().text()).append('\n');
            }
        });
    }

    /// Answers with one object of JSON a line.
    ///
    /// @param wanted how many texts; if fewer come, the last line tells it
    /// @param logprobs whether the request asked for them
    /// @param response modified
    void objects(TextStream stream, int wanted, boolean logprobs, HttpServletResponse response) {
        each(stream, response, MediaType.APPLICATION_NDJSON_VALUE, (event, out) -> {
            switch (event) {
                case TextEvent.Ended ended -> line(TextResponse.of(ended.text(), logprobs), out);
                case TextEvent.Done done
                when done.texts() < wanted -> line(Map.of("shortfall", wanted - done.texts()), out);
                default -> {}
            }
        });
    }

    private void line(Object object, Writer out) throws IOException {
        out.append(mapper.writeValueAsString(object)).append('\n');
    }

    private interface Line {
        void write(TextEvent event, Writer out) throws IOException;
    }

    /// What fails in between breaks the connection off, where failures are answered: a line could not tell it.
    private void each(TextStream stream, HttpServletResponse response, String type, Line line) {
        response.setContentType(type);
        response.setCharacterEncoding(UTF_8);
        response.setHeader("Charloom-Model", stream.author().toString());
        response.setHeader("Charloom-Seed", String.valueOf(stream.seed()));
        try (stream) {
            Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), UTF_8));
            new StreamReader(stream).readTo(new Lines(line, out));
            out.flush();
        } catch (IOException e) {
            log.debug("A client has gone away", e);
        }
    }

    /// Writes what has ended, and hands it on as soon as nothing more comes at once.
    private record Lines(Line line, Writer out) implements StreamReader.Handler {

        @Override
        public void on(TextEvent event) throws IOException {
            line.write(event, out);
        }

        @Override
        public void onSilence() throws IOException {
            out.flush();
        }
    }
}
