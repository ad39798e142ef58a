package dev.charloom.walk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.charloom.walk.WrongRequest.Sending;
import dev.charloom.web.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Sends wrong requests, also those that no client of HTTP can be made to send, and reads no more of an answer than a
/// client would who has seen enough.
final class Walker {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String EVENTS = "text/event-stream";

    /// Bytes of an answer; what is longer is cut.
    static final int ENOUGH = 1 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    Walker(int port) {
        this.port = port;
    }

    /// What comes back; nothing if it is a request that this client does not send.
    Optional<Answer> send(WrongRequest request) {
        try {
            return switch (request.sending()) {
                case WHOLE, CHUNKED -> Optional.of(exchange(request));
                case CUT, STALLED -> Optional.of(breakOff(request));
            };
        } catch (IllegalArgumentException e) { // a header or a URI that it refuses
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer exchange(WrongRequest request) throws IOException, InterruptedException {
        var building = HttpRequest.newBuilder(URI.create("http://localhost:" + port + request.target()))
                .method(request.operation().method(), publisher(request))
                .timeout(TIMEOUT);
        List<String> headers = request.headers();
        if (!headers.isEmpty()) {
            building.headers(headers.toArray(new String[0]));
        }
        var response = client.send(building.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean endless =
                    response.headers().firstValue("Content-Type").orElse("").startsWith(EVENTS);
            return answer(response.statusCode(), response.headers(), body.readNBytes(endless ? 0 : ENOUGH));
        }
    }

    private static BodyPublisher publisher(WrongRequest request) {
        if (request.body().length == 0) {
            return BodyPublishers.noBody();
        }
        return request.sending() == Sending.CHUNKED
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(request.body()))
                : BodyPublishers.ofByteArray(request.body());
    }

    /// Half of the body over a socket of its own, and then nothing more.
    private Answer breakOff(WrongRequest request) throws IOException {
        var head = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n"
                .formatted(request.operation().method(), request.target(), request.body().length));
        for (int i = 0; i < request.headers().size(); i += 2) {
            head.append(request.headers().get(i) + ": " + request.headers().get(i + 1) + "\r\n");
        }
        head.append("\r\n");
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
            socket.getOutputStream().write(Arrays.copyOf(request.body(), request.body().length / 2));
            socket.getOutputStream().flush();
            if (request.sending() == Sending.CUT) {
                socket.shutdownOutput();
            }
            return parsed(socket.getInputStream().readNBytes(ENOUGH));
        }
    }

    /// @param bytes of an answer that ends with its connection, in chunks or not
    private static Answer parsed(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, Math.max(end, 0)).split("\r\n");
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        Arrays.stream(lines)
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .forEach(it -> headers.put(it[0], List.of(it[1])));
        String body = text.substring(end + 4);
        boolean chunked = headers.containsKey("Transfer-Encoding");
        String content = chunked ? body.substring(body.indexOf('\n') + 1, body.lastIndexOf("\r\n0\r\n")) : body;
        return answer(
                Integer.parseInt(lines[0].split(" ")[1]),
                HttpHeaders.of(headers, (a, b) -> true),
                content.getBytes(UTF_8));
    }

    private static Answer answer(int status, HttpHeaders headers, byte[] body) {
        return new Answer(status, headers, new String(body, UTF_8), JSON);
    }
}
