package dev.charloom.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// Writes server-sent events, each at once.
public final class EventStream {

    private static final byte[] PING = ": ping\n\n".getBytes(UTF_8);

    private final OutputStream out;
    private final JsonMapper mapper;

    /// Begins the answer.
    ///
    /// @param response modified
    EventStream(HttpServletResponse response, JsonMapper mapper) throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.setHeader("X-Accel-Buffering", "no"); // proxies hand events on at once
        this.out = response.getOutputStream();
        this.mapper = mapper;
        response.flushBuffer();
    }

    /// Sends an event without a name.
    ///
    /// @param data becomes JSON
    /// @throws IOException if the client has gone away
    public void send(Object data) throws IOException {
        write("data: " + mapper.writeValueAsString(data) + "\n\n");
    }

    /// Sends an event with a name.
    public void send(String name, Object data) throws IOException {
        write("event: " + name + "\ndata: " + mapper.writeValueAsString(data) + "\n\n");
    }

    /// Sends an event whose data is not JSON.
    public void sendPlain(String data) throws IOException {
        write("data: " + data + "\n\n");
    }

    /// Sends a comment, which clients pass over: only by writing does one notice that a client has gone away.
    public void ping() throws IOException {
        out.write(PING);
        out.flush();
    }

    private void write(String event) throws IOException {
        out.write(event.getBytes(UTF_8));
        out.flush();
    }
}
