package dev.charloom.web.binding;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads a JSON object as fields, token by token: numbers stay the digits that were sent, names that come twice are
/// seen, and a long text is in memory once.
final class JsonFields {

    /// NaN and the infinities are no JSON, but common enough to be told to the client as wrong values of their fields.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonFields() {}

    /// @throws MalformedRequest if the body is not UTF-8, not JSON or not an object
    /// @throws IOException if it cannot be read
    static RequestFields of(InputStream body) throws IOException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new Utf8Reader(body))) {
            RequestFields fields = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedRequest("After the JSON object of the body there is more: " + place(parser));
            }
            return fields;
        } catch (StreamReadException e) {
            throw malformed(e);
        } catch (StreamConstraintsException e) {
            throw new MalformedRequest(
                    "The JSON of the body nests too deeply, or has a number or a name that is too long.");
        } catch (JacksonIOException e) {
            throw unwrapped(Objects.requireNonNull(e.getCause()));
        }
    }

    /// What is told of a body that breaks the rules of JSON.
    static MalformedRequest malformed(StreamReadException failure) {
        if (failure instanceof UnexpectedEndOfInputException) {
            return new MalformedRequest("The JSON of the body ends too early.");
        }
        return new MalformedRequest("The body is not valid JSON: " + Shown.text(failure.getOriginalMessage()) + ", "
                + place(failure.getLocation().getLineNr(), failure.getLocation().getColumnNr()) + ".");
    }

    private static RequestFields object(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedRequest("The body is empty; it has to be a JSON object.");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new MalformedRequest("The body has to be a JSON object: {\"name\": value, …}.");
        }
        return members(parser);
    }

    private static RequestFields members(JsonParser parser) {
        var fields = new RequestFields(Source.JSON);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            fields.add(name, value(parser));
        }
        return fields;
    }

    /// Reads a value that stands as JSON in a place for text, such as a query.
    ///
    /// @return null if it is not JSON
    static @Nullable FieldValue embedded(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return null;
            }
            FieldValue value = value(parser);
            return parser.nextToken() == null ? value : null;
        } catch (StreamReadException | StreamConstraintsException e) {
            return null;
        }
    }

    private static FieldValue value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new FieldValue.Text(parser.getString());
            case VALUE_NUMBER_INT -> new FieldValue.Digits(parser.getString(), true);
            case VALUE_NUMBER_FLOAT -> new FieldValue.Digits(parser.getString(), false);
            case VALUE_TRUE -> new FieldValue.Truth(true);
            case VALUE_FALSE -> new FieldValue.Truth(false);
            case START_ARRAY -> new FieldValue.Many(elements(parser));
            case START_OBJECT -> new FieldValue.Nested(members(parser));
            default -> new FieldValue.Nothing();
        };
    }

    private static List<FieldValue> elements(JsonParser parser) {
        var elements = new ArrayList<FieldValue>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return List.copyOf(elements);
    }

    /// @throws MalformedRequest if the failure is that the body is not UTF-8
    static IOException unwrapped(IOException failure) {
        if (failure instanceof Utf8Reader.NotUtf8 bytes) {
            throw new MalformedRequest(
                    "The body is not UTF-8, which JSON is written in, at byte offset %d.".formatted(bytes.offset()));
        }
        return failure;
    }

    private static String place(JsonParser parser) {
        var location = parser.currentTokenLocation();
        return place(location.getLineNr(), location.getColumnNr()) + ".";
    }

    private static String place(int line, int column) {
        return "line %d, column %d".formatted(line, column);
    }
}
