package dev.charloom.web.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// Reads the query of a URI. The servlet container would do it too, but replaces what is not UTF-8 and mixes the query
/// with the fields of a form.
final class QueryFields {

    private QueryFields() {}

    /// @param query as it was sent, without the question mark; null if there is none
    /// @throws MalformedRequest if a `%` is not followed by two hexadecimal digits, or the text is not UTF-8
    static RequestFields of(@Nullable String query) {
        var fields = new RequestFields(Source.QUERY);
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.add(decode(name), new FieldValue.Untyped(decode(value)));
            }
        }
        return fields;
    }

    private static String decode(String encoded) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char c = encoded.charAt(at);
            if (c == '%') {
                bytes.write(escaped(encoded, at));
                at += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRequest("The query is not UTF-8: " + Shown.text(encoded));
        }
    }

    private static int escaped(String encoded, int at) {
        int high = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        int low = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedRequest(
                    "In the query, a % has to be followed by two hexadecimal digits: " + Shown.text(encoded));
        }
        return high << 4 | low;
    }
}
