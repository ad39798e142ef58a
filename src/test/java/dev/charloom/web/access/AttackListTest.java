package dev.charloom.web.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.RunningService;
import dev.charloom.web.Answer;
import dev.charloom.web.HttpCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody tries who wants to get in, or to keep others out: each of it is refused by a whole service with keys,
/// nothing changes on its disk, and all the while somebody else is served.
class AttackListTest {

    private static final int SLOW_CLIENTS = 200;
    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";
    private static final String KEY = "Authorization: Bearer boss\r\n";

    @TempDir
    static Path directory;

    private static RunningService service;
    private static HttpCalls http;

    private OtherClient other;
    private Map<String, String> before;

    /// The keys `reader`, `trainer` and `boss`, by the hashes of these words, each with its role.
    @BeforeAll
    static void start() throws IOException {
        RunningService.copyDinosaurs(directory.resolve("service"));
        service = RunningService.start(
                directory.resolve("service"),
                "--server.tomcat.connection-timeout=2s",
                "--charloom.import.archive-bytes=1000000",
                "--charloom.import.unpacked-bytes=20000000",
                "--charloom.security.requests-per-minute=0",
                "--charloom.security.api-keys="
                        + "reader:read:3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30,"
                        + "trainer:train:06ea17a8981d25b0315ff17bd1ebad3d95c15a3f8b764eaadb93612d9b61a54e,"
                        + "boss:admin:a5e7c002443743c5836758c7d1cd8ddefd9fcf2061daa0efaac683fb99966057");
        http = service.http();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void lookAround() throws IOException {
        before = files();
        other = new OtherClient(service.port());
    }

    @AfterEach
    void nothingHasChangedAndTheOtherClientWasServed() throws IOException {
        other.isServedOnceMore();
        other.close();
        assertThat(files()).isEqualTo(before);
    }

    /// Everything below the directory that the service's own lies in, with sizes and times; scratch directories of
    /// requests under way are empty when these have ended.
    private static Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path.toString(), Files.size(path) + " " + Files.getLastModifiedTime(path));
            }
        }
        return files;
    }

    private static Answer as(String key, String method, String path, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + key));
        return http.send(method, path, BodyPublishers.ofString("text"), all.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /models",
        "GET, /jobs",
        "POST, /train?model=m",
        "POST, /complete",
        "DELETE, /models/dinosaurs",
        "POST, /models/import",
        "GET, /models/dinosaurs/export",
        "GET, /actuator/metrics",
        "GET, /v1/models"
    })
    void noKey(String method, String path) {
        http.send(method, path, BodyPublishers.ofString("text"), "Content-Type", "text/plain")
                .isProblem(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "Boss", "bos", "bosss", "boss boss", "\u00e9", "%62oss"})
    void aWrongKey(String key) {
        String answer = http.sendRaw(
                "DELETE /models/dinosaurs HTTP/1.1\r\n" + HOST + "Authorization: Bearer " + key + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "reader, POST, /train?model=m",
        "reader, POST, /models/import?name=m",
        "reader, PUT, /models/dinosaurs/current",
        "reader, DELETE, /models/dinosaurs",
        "reader, DELETE, /v1/models/dinosaurs",
        "trainer, DELETE, /models/dinosaurs",
        "trainer, DELETE, /v1/models/dinosaurs",
        "trainer, DELETE, /jobs/01jd3x8k2v5c"
    })
    void aKeyForLess(String key, String method, String path) {
        as(key, method, path, "Content-Type", "text/plain").isProblem(403);
        as(key, "GET", path.replaceFirst("[?].*", ""), "X-HTTP-Method-Override", method, "X-HTTP-Method", method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?key=boss", "?api_key=boss", "?access_token=boss", "?Authorization=Bearer%20boss", ";key=boss"})
    void aKeyInTheQuery(String query) {
        assertThat(http.delete("/models/dinosaurs" + query).status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/..",
                "/models/../../etc/passwd",
                "/models/%2e%2e",
                "/models/%2e%2e/%2e%2e/secret",
                "/models/.%2e/export",
                "/models/..%2f..%2fsecret",
                "/models/..%5c..%5csecret",
                "/models/%252e%252e%252fsecret",
                "/models/..;/secret",
                "/models/a%2fb",
                "/models/dinosaurs%2f1",
                "/models/a%00",
                "/models/dinosaurs%00.json",
                "/models/%c0%ae%c0%ae",
                "/models/dinosaurs/export?version=..",
                "/jobs/..",
                "/jobs/%2e%2e%2fjobs",
                "/jobs/..%2f..%2fcorpora/checkpoints",
                "/swagger-ui/..%2f..%2fapplication.yml",
                "/swagger-ui/../application.yml",
                "//etc/passwd",
                "/\\etc\\passwd"
            })
    void aPathThatLeadsElsewhere(String path) {
        for (String method : new String[] {"GET", "DELETE"}) {
            String answer = http.sendRaw(method + " " + path + " HTTP/1.1\r\n" + HOST + KEY + "\r\n");

            assertThat(answer).matches("(?s)HTTP/1.1 (400|404|405|422) .*").contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/b", "a\\b", ".hidden", "a\0b", "dinosaurs/1", "quarantine/../x", "a\nb"})
    void aNameThatLeadsElsewhere(String name) {
        String encoded = java.net.URLEncoder.encode(name, UTF_8);
        String json = tools.jackson.databind.node.StringNode.valueOf(name).toString();
        for (String path : List.of("/train?maxSteps=1&model=", "/train?maxSteps=1&model=m&from=")) {
            assertThat(as("boss", "POST", path + encoded, "Content-Type", "text/plain")
                            .status())
                    .isIn(400, 422);
        }
        assertThat(as("boss", "POST", "/models/import?name=" + encoded, "Content-Type", "application/zip")
                        .status())
                .isIn(400, 422);
        for (String path : List.of("/sample?model=", "/sample?job=")) {
            assertThat(as("boss", "GET", path + encoded).status()).isIn(400, 422);
        }
        for (String field : List.of("model", "session", "job")) {
            http.send(
                            "POST",
                            "/complete",
                            BodyPublishers.ofString("{\"prompt\": \"M\", \"%s\": %s}".formatted(field, json)),
                            "Content-Type",
                            "application/json",
                            "Authorization",
                            "Bearer boss")
                    .isProblem(422);
        }
    }

    private static Answer importing(byte[] archive) {
        return http.send(
                "POST",
                "/models/import?name=attack",
                BodyPublishers.ofByteArray(archive),
                "Content-Type",
                "application/zip",
                "Authorization",
                "Bearer boss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "../../../../../../../../tmp/charloom-evil",
                "/tmp/charloom-evil",
                "a/../../evil",
                "..\\evil",
                "C:\\evil",
                "./model.json",
                "model.json/../../evil",
                "model.json\0.txt",
                "../service/models/dinosaurs/current"
            })
    void aZipSlip(String name) throws IOException {
        assertThat(importing(zip(Map.of(name, new byte[] {'x'}))).isProblem(422).wrongFields())
                .containsExactly("archive");
        assertThat(Path.of("/tmp/charloom-evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "model.json", "novelty.bin", "unknown.bin"})
    void aZipBomb(String name) throws IOException {
        byte[] bomb = zip(Map.of(name, new byte[100_000_000]));
        assertThat(bomb.length).isLessThan(1_000_000);

        assertThat(importing(bomb).status()).isIn(413, 422);
    }

    @Test
    void aZipBombOfManyFiles() throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (int i = 0; i < 5_000; i++) {
            files.put("f" + i, new byte[1]);
        }

        importing(zip(files)).isProblem(422);
    }

    /// Sizes that an entry only claims are not believed.
    @Test
    void aZipThatLiesAboutItsSizes() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            var entry = new ZipEntry("weights.safetensors");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(4);
            entry.setCrc(crc(new byte[4]));
            zip.putNextEntry(entry);
            zip.write(new byte[4]);
        }
        byte[] bytes = out.toByteArray();
        for (int i = 18; i < 26; i++) { // both sizes in the local header
            bytes[i] = (byte) (i % 4 == 1 ? 0x7F : 0xFF);
        }

        importing(bytes).isProblem(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /models/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n",
                "GET /sample?model=x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n",
                "GET /models/dinosaurs/export?format=x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n",
                "POST /train?model=m HTTP/1.1\r\nIdempotency-Key: a%0d%0aSet-Cookie: a=b\r\nContent-Length: 0\r\n",
                "GET /models/none HTTP/1.1\r\nX-Folded: a\r\n Set-Cookie: a=b\r\n",
                "GET /models/none HTTP/1.1\r\nX Set-Cookie: a=b\r\n",
                "GET /models/none HTTP/1.1\r\nOrigin: https://x\rSet-Cookie: a=b\r\n"
            })
    void aHeaderInjection(String beginning) {
        String answer = http.sendRaw(beginning + HOST + KEY + "\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 4[0-9][0-9] .*");
        assertThat(answer.substring(0, answer.indexOf("\r\n\r\n"))).doesNotContain("Set-Cookie");
    }

    /// A second request in the body of the first is not answered.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
                "Content-Length: 6\r\nContent-Length: 0\r\n",
                "Content-Length: +6\r\n",
                "Transfer-Encoding: xchunked\r\n"
            })
    void aSmuggledRequest(String lengths) {
        String answer = http.sendRaw("POST /complete HTTP/1.1\r\nHost: localhost\r\n" + KEY
                + "Content-Type: application/json\r\n" + lengths + "\r\n0\r\n\r\nDELETE /models/dinosaurs HTTP/1.1\r\n"
                + HOST + KEY + "\r\n");

        assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
        assertThat(answer).matches("(?s)HTTP/1.1 (4|5)[0-9][0-9] .*");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://localhost.evil.example",
        "Sec-Fetch-Site, cross-site"
    })
    void aPageOfAnotherSite(String header, String value) {
        Answer answer = as("boss", "POST", "/train?model=m&maxSteps=1", "Content-Type", "text/plain", header, value)
                .isProblem(403);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "10.0.0.1", "127.0.0.1.nip.io"})
    void aNameThatSomebodyElseResolves(String host) {
        String answer = http.sendRaw(
                "DELETE /models/dinosaurs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + KEY + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aPreflightOfAnotherSite() {
        Answer answer = http.send(
                "OPTIONS",
                "/train",
                BodyPublishers.noBody(),
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "POST");

        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    /// Two hundred clients at once that never finish: the other client is served beside them, and each is sent away.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /models HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "POST /complete HTTP/1.1\r\nHost: localhost\r\n" + KEY
                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"prompt\": \"",
                "POST /train?model=m HTTP/1.1\r\nHost: localhost\r\n" + KEY
                        + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                ""
            })
    void aSlowLoris(String beginning) throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                var socket = new Socket("localhost", service.port());
                slow.add(socket);
                socket.getOutputStream().write(beginning.getBytes(US_ASCII));
                socket.getOutputStream().flush();
            }
            for (int i = 0; i < 10; i++) {
                other.isServedOnceMore();
            }
            for (Socket socket : slow) {
                assertThat(lastWords(socket)).matches("(?s)|HTTP/1.1 4[0-9][0-9] .*");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /// What a client still hears until its connection is closed.
    private static String lastWords(Socket socket) throws IOException {
        socket.setSoTimeout(120_000);
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException e) {
            return ""; // closed while something that it had sent was not read
        }
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static long crc(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
