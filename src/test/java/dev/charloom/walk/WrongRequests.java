package dev.charloom.walk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.charloom.walk.ApiDocument.Operation;
import dev.charloom.walk.WrongRequest.Sending;
import dev.charloom.web.Form;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes requests from the description of an operation: its example or nothing to begin with, some fields of which are
/// then replaced by [WrongValues], and sometimes a body, a path or a header that is wrong as a whole.
final class WrongRequests {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> NAMES =
            List.of("dinosaurs", "dinosaurs", "dinosaurs:1", "walked", "none", "import", "current", "a".repeat(64));

    /// Parts of a path that are no names, or lead elsewhere.
    private static final List<String> DETOURS = List.of(
            "..",
            ".",
            "%2e%2e",
            "%2e%2e%2fmodels",
            "..;",
            "a%2fb",
            "a%5cb",
            "%00",
            "a%00",
            "%ff",
            "%c0%ae%c0%ae",
            "a;b=c",
            "%F0%9F%A6%96",
            "-",
            "a%20b",
            "a:1:2",
            "dinosaurs:99999999999",
            "A".repeat(200),
            "%25",
            "%252e%252e",
            "%0d%0aSet-Cookie:%20a=b",
            "%7b%7d",
            "");

    private static final List<String> QUERIES = List.of(
            "unknown=1", "a", "=", "&&", "n=1&n=2", "%00=1", "x=%ff", "a=%0d%0a", "n=1;m=2", "x=" + "y".repeat(5000));

    private static final List<List<String>> HEADERS = List.of(
            List.of("Accept", "image/png"),
            List.of("Accept", "text/plain"),
            List.of("Accept", "text/event-stream"),
            List.of("Accept", "application/x-ndjson"),
            List.of("Accept", "*/*;q=0"),
            List.of("Accept", "nonsense"),
            List.of("Accept-Charset", "utf-16"),
            List.of("Content-Encoding", "gzip"),
            List.of("Content-Encoding", "nonsense"),
            List.of("Range", "bytes=0-1"),
            List.of("If-None-Match", "*"),
            List.of("Last-Event-ID", "-1"),
            List.of("Last-Event-ID", "x"),
            List.of("Last-Event-ID", "99999999999999999999"),
            List.of("Idempotency-Key", ""),
            List.of("Idempotency-Key", "k".repeat(1000)),
            List.of("Idempotency-Key", "same"),
            List.of("X-Forwarded-For", "1.2.3.4"),
            List.of("X-HTTP-Method-Override", "DELETE"),
            List.of("Origin", "null"),
            List.of("Cookie", "a=b"),
            List.of("X-Long", "x".repeat(4000)));

    private static final List<String> OTHER_TYPES = List.of(
            "application/xml",
            "text/html",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "nonsense",
            "*/*",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "multipart/mixed; boundary=x",
            "application/x-www-form-urlencoded",
            "text/plain; charset=latin1",
            "application/octet-stream");

    private static final List<String> OTHER_JSON = List.of(
            "",
            " ",
            "{",
            "[]",
            "null",
            "\"x\"",
            "1",
            "{\"a\":1,\"a\":2}",
            "{} {}",
            "{\"prompt\":\"a\",}",
            "/* */{}",
            "\uFEFF{}",
            "[".repeat(20_000),
            "{\"a\":".repeat(2_000),
            "{\"model\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
            "{\"n\": 1" + "0".repeat(5_000) + "}",
            "{\"" + "k".repeat(60_000) + "\": 1}",
            "{\"model\": \"\\u00\"}");

    private final ApiDocument api;
    private final SplittableRandom random;
    private final WrongValues values;
    private final List<String> jobs;
    private final int jsonLimit;

    /// @param jobs ids of jobs that there are, which grow while the walk goes on
    /// @param jsonLimit bytes above which a body of JSON is refused
    WrongRequests(ApiDocument api, SplittableRandom random, List<String> jobs, int jsonLimit) {
        this.api = api;
        this.random = random;
        this.values = new WrongValues(random);
        this.jobs = jobs;
        this.jsonLimit = jsonLimit;
    }

    WrongRequest next(Operation operation) {
        boolean detour = operation.path().contains("{") && values.oneIn(3);
        var headers = new ArrayList<String>();
        byte[] body = body(operation, headers);
        if (values.oneIn(8)) {
            headers.addAll(values.pick(HEADERS));
        }
        return new WrongRequest(
                operation, detour, path(operation, detour) + query(operation), headers, body, sending(body));
    }

    private Sending sending(byte[] body) {
        if (body.length < 2) {
            return Sending.WHOLE;
        }
        return switch (random.nextInt(400)) {
            case 0 -> Sending.STALLED;
            case 1, 2, 3, 4 -> Sending.CUT;
            default -> values.oneIn(6) ? Sending.CHUNKED : Sending.WHOLE;
        };
    }

    private String path(Operation operation, boolean detour) {
        String path = operation.path();
        while (path.contains("{")) {
            String part = detour ? values.pick(DETOURS) : name(operation);
            path = path.substring(0, path.indexOf('{')) + part + path.substring(path.indexOf('}') + 1);
        }
        return path;
    }

    /// What others are tried on is not deleted.
    private String name(Operation operation) {
        if (operation.path().startsWith("/jobs")) {
            return jobs.isEmpty() || values.oneIn(4) ? "01jd3x8k2v5c" : values.pick(jobs);
        }
        String name = values.pick(NAMES);
        return operation.method().equals("DELETE") && name.startsWith("dinosaurs") ? "walked" : name;
    }

    private String query(Operation operation) {
        var query = new ArrayList<String>();
        boolean trains = operation.path().equals("/train");
        for (JsonNode parameter : operation.query()) {
            if (values.oneIn(operation.query().size() > 20 ? 15 : 5)) {
                query.add(parameter.path("name").asString() + "="
                        + URLEncoder.encode(values.plain(api.resolve(parameter.path("schema"))), UTF_8));
            }
        }
        if (trains && values.oneIn(3)) {
            query.add("model=walked");
            query.add("maxSteps=1");
        }
        if (values.oneIn(15)) {
            query.add(values.pick(QUERIES));
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private byte[] body(Operation operation, List<String> headers) {
        List<String> types = operation.bodyTypes();
        if (types.isEmpty()) {
            return values.oneIn(10) ? "unasked".getBytes(UTF_8) : new byte[0];
        }
        String type = values.pick(types);
        String said = values.oneIn(12) ? values.pick(OTHER_TYPES) : type;
        byte[] body = switch (type) {
            case "application/json" -> json(operation);
            case "multipart/form-data" -> {
                Form form = form(operation);
                said = said.equals(type) ? form.contentType() : said;
                yield form.bytes();
            }
            case "text/plain" -> corpus();
            default -> ("PK\3\4" + values.text()).getBytes(UTF_8);
        };
        if (!values.oneIn(60)) {
            headers.addAll(List.of("Content-Type", said));
        }
        return body;
    }

    private byte[] corpus() {
        return switch (random.nextInt(6)) {
            case 0 -> new byte[] {'a', (byte) 0xC3, '\n', (byte) 0xFF};
            case 1 -> values.text().getBytes(UTF_8);
            default -> "anna\notto\nhannah\nbob\neve\n".repeat(20).getBytes(UTF_8);
        };
    }

    private byte[] json(Operation operation) {
        if (values.oneIn(20)) {
            return values.pick(OTHER_JSON).getBytes(UTF_8);
        }
        if (values.oneIn(300)) {
            return ("{\"model\": \"" + "x".repeat(jsonLimit) + "\"}").getBytes(UTF_8);
        }
        Map<String, String> members = members(operation);
        var texts = new ArrayList<String>();
        members.forEach((name, value) -> texts.add(WrongValues.quoted(name) + ":" + value));
        byte[] body = ("{" + String.join(",", texts) + "}").getBytes(UTF_8);
        if (values.oneIn(100)) {
            body[random.nextInt(body.length)] = (byte) 0xFF;
        }
        return body;
    }

    /// Each with its value as JSON has it.
    private Map<String, String> members(Operation operation) {
        JsonNode schema = api.resolve(operation.body("application/json").path("schema"));
        var members = new LinkedHashMap<String, String>();
        if (values.oneIn(2)) {
            example(operation).forEachEntry((name, value) -> members.put(name, value.toString()));
        } else {
            schema.path("required").forEach(name -> members.put(name.asString(), "\"dinosaurs\""));
        }
        int share = schema.path("properties").size() > 12 ? 12 : 5;
        schema.path("properties").forEachEntry((name, property) -> {
            if (values.oneIn(share)) {
                members.put(name, values.json(property, api));
            }
        });
        if (operation.path().equals("/train")) {
            members.put("maxSteps", "1");
            members.remove("epochs");
            members.remove("budget");
        }
        if (values.oneIn(15)) {
            members.put("unknown", "1");
        }
        return members;
    }

    /// The first example that the description has of a body.
    static JsonNode example(Operation operation) {
        JsonNode content = operation.body("application/json");
        JsonNode example = content.has("example")
                ? content.path("example")
                : content.path("examples")
                        .valueStream()
                        .findFirst()
                        .orElseThrow()
                        .path("value");
        return example.isString() ? JSON.readTree(example.asString()) : example;
    }

    private Form form(Operation operation) {
        JsonNode schema = api.resolve(operation.body("multipart/form-data").path("schema"));
        var form = new Form();
        if (!values.oneIn(4)) {
            form.file(operation.path().equals("/train") ? "corpus" : "archive", "f", corpus());
            if (operation.path().equals("/train")) {
                form.field("model", "walked").field("maxSteps", "1");
            }
        }
        schema.path("properties").forEachEntry((name, property) -> {
            if (values.oneIn(15)) {
                form.field(name, values.plain(api.resolve(property)));
            }
        });
        if (values.oneIn(20)) {
            form.part(values.pick(List.of("", "name=\"\"", "name=\"a\"; filename=\"../../x\"")), "", new byte[3]);
        }
        return form;
    }
}
