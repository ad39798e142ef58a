package dev.charloom.walk;

import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/// Values that lie in what a schema allows, at its edges, just beyond them, or nowhere near.
final class WrongValues {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "dinosaurs",
            "dinosaurs:1",
            "dinosaurs:0",
            "walked",
            "\0",
            "\uFEFF",
            "\u202Eabc",
            "e\u0301\u0301\u0301",
            "🦖🦕",
            "../../etc/passwd",
            "..\\..",
            "a".repeat(300),
            "x".repeat(20_000),
            "NaN",
            "Infinity",
            "null",
            "true",
            "\r\nSet-Cookie: a=b",
            "<script>alert(1)</script>",
            "${jndi:ldap://x}",
            "' OR 1=1 --",
            "%00",
            "%s%n%d",
            "{\"a\":1}",
            "{\"e\": 1e400}",
            "[1,2]",
            "(a+)+$",
            "[",
            "a{1,999999}",
            "Mega",
            "\n");

    /// As they stand in JSON; some of them are none.
    private static final List<String> LITERALS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "1.5",
            "1e400",
            "-0",
            "-0.0",
            "1e-400",
            "NaN",
            "Infinity",
            "9007199254740993",
            "99999999999999999999999",
            "2147483648",
            "[]",
            "{}",
            "[null]",
            "[[[[[[]]]]]]",
            "{\"a\":{\"b\":{}}}",
            "{\"\":0}",
            "{\"e\":1e39}",
            "\"\"",
            "\"7\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "1e3",
            "0x10",
            "01",
            "'x'",
            "undefined");

    private final SplittableRandom random;

    WrongValues(SplittableRandom random) {
        this.random = random;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    String text() {
        return pick(TEXTS);
    }

    /// As it stands in a query or a form.
    String plain(JsonNode schema) {
        if (oneIn(3)) {
            return text();
        }
        if (schema.has("enum")) {
            return pick(
                    schema.path("enum").valueStream().map(JsonNode::asString).toList());
        }
        if (isA(schema, "integer") || isA(schema, "number")) {
            return number(schema);
        }
        return isA(schema, "boolean") ? pick(List.of("true", "false", "TRUE", "1")) : text();
    }

    /// As it stands in JSON.
    String json(JsonNode schema, ApiDocument api) {
        if (oneIn(3)) {
            return pick(LITERALS);
        }
        JsonNode resolved = api.resolve(schema);
        if (isA(resolved, "array")) {
            return "[" + String.join(",", elements(resolved.path("items"), api)) + "]";
        }
        if (isA(resolved, "object")) {
            JsonNode values = resolved.path("additionalProperties");
            return "{" + quoted(text()) + ":" + json(values, api) + ",\"dinosaurs\":" + json(values, api) + "}";
        }
        boolean bare = isA(resolved, "integer") || isA(resolved, "number") || isA(resolved, "boolean");
        String plain = plain(resolved);
        return bare && !oneIn(10) ? plain : quoted(plain);
    }

    private List<String> elements(JsonNode items, ApiDocument api) {
        int size = pick(List.of(0, 1, 1, 2, 3, 70));
        return random.ints(size).mapToObj(i -> json(items, api)).toList();
    }

    private String number(JsonNode schema) {
        long least = bound(schema, "inimum", 0);
        long most = bound(schema, "aximum", 100);
        return pick(List.of(
                String.valueOf(least - 1),
                String.valueOf(least),
                String.valueOf(least + 1),
                String.valueOf(most),
                String.valueOf(most + 1),
                least + ".5",
                "1e9",
                String.valueOf(Long.MAX_VALUE),
                "3"));
    }

    private static long bound(JsonNode schema, String name, long otherwise) {
        JsonNode inclusive = schema.path("m" + name);
        return inclusive.isMissingNode()
                ? schema.path("exclusiveM" + name).asLong(otherwise)
                : inclusive.asLong(otherwise);
    }

    private static boolean isA(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        return types.asString("").equals(type)
                || types.valueStream().anyMatch(it -> it.asString("").equals(type));
    }

    static String quoted(String text) {
        return tools.jackson.databind.node.StringNode.valueOf(text).toString();
    }
}
