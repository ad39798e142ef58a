package dev.charloom.web.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/// Bodies are UTF-8 and not compressed.
final class BodyEncoding {

    private static final List<String> READ =
            List.of(StandardCharsets.UTF_8.name(), StandardCharsets.US_ASCII.name()); // ASCII is UTF-8, too

    private BodyEncoding() {}

    /// @throws UnsupportedEncoding if the headers of the request say something else
    static void check(HttpServletRequest request) {
        String compression = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (compression != null && !compression.equalsIgnoreCase("identity")) {
            throw new UnsupportedEncoding(
                    "A body compressed as %s is not read; send it as it is, without Content-Encoding."
                            .formatted(Shown.text(compression)));
        }
        check(request.getContentType());
    }

    /// @param contentType of a body or of a part of it; null if it is not said
    static void check(@Nullable String contentType) {
        String charset = charset(contentType);
        if (charset != null && !READ.contains(charset.toUpperCase(Locale.ROOT))) {
            throw new UnsupportedEncoding(
                    "The character set %s is not read; send the text in UTF-8.".formatted(Shown.text(charset)));
        }
    }

    private static @Nullable String charset(@Nullable String contentType) {
        try {
            String charset = contentType == null
                    ? null
                    : MediaType.parseMediaType(contentType).getParameter("charset");
            return charset == null ? null : charset.replace("\"", "");
        } catch (InvalidMediaTypeException e) {
            return null; // refused where the media type is looked at
        }
    }
}
