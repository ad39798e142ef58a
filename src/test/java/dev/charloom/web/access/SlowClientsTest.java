package dev.charloom.web.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.charloom.web.WebTest;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Two hundred clients that never finish what they send keep nobody else from being answered.
class SlowClientsTest extends WebTest {

    private static final int CLIENTS = 200;

    @LocalServerPort
    private int port;

    @Test
    void headersThatNeverEndHinderNobody() throws IOException {
        assertAnsweredBeside("GET /models HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    }

    @Test
    void bodiesThatNeverEndHinderNobody() throws IOException {
        assertAnsweredBeside("POST /complete HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000\r\n\r\n{\"prompt\": \"");
    }

    private void assertAnsweredBeside(String beginning) throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                var socket = new Socket("localhost", port);
                slow.add(socket);
                socket.getOutputStream().write(beginning.getBytes(US_ASCII));
                socket.getOutputStream().flush();
            }
            for (int i = 0; i < 20; i++) {
                http.get("/models").isStatus(200);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
