package dev.charloom.web.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/// Bodies are UTF-8 and not compressed.
final class BodyEncoding {

    private static final Set<Charset> READ =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII); // ASCII is UTF-8, too

    private static final Set<String> PLAIN = Set.of("identity");

    /// Of a part of a form; long out of use (RFC 7578, 4.7), but some clients still send it.
    private static final String TRANSFER_ENCODING = "Content-Transfer-Encoding";

    private static final Set<String> PLAIN_TRANSFERS = Set.of("7bit", "8bit", "binary");

    private BodyEncoding() {}

    /// @throws UnsupportedEncoding if the headers of the request say something else
    static void check(HttpServletRequest request) {
        checkAll(
                HttpHeaders.CONTENT_ENCODING,
                PLAIN,
                Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)));
        check(request.getContentType());
    }

    /// @throws UnsupportedEncoding if the headers of the part say something else
    static void check(Part part) {
        checkAll(HttpHeaders.CONTENT_ENCODING, PLAIN, part.getHeaders(HttpHeaders.CONTENT_ENCODING));
        checkAll(TRANSFER_ENCODING, PLAIN_TRANSFERS, part.getHeaders(TRANSFER_ENCODING));
        check(part.getContentType());
    }

    private static void checkAll(String header, Set<String> read, Collection<String> values) {
        for (String value : values) {
            if (!read.contains(value.toLowerCase(Locale.ROOT))) {
                throw new UnsupportedEncoding("A body encoded as %s is not read; send it as it is, without %s."
                        .formatted(Shown.text(value), header));
            }
        }
    }

    /// @param contentType of a body or of a part of it; null if it is not said
    private static void check(@Nullable String contentType) {
        Charset charset = charset(contentType);
        if (charset != null && !READ.contains(charset)) {
            throw new UnsupportedEncoding(
                    "The character set %s is not read; send the text in UTF-8.".formatted(charset.name()));
        }
    }

    private static @Nullable Charset charset(@Nullable String contentType) {
        try {
            return contentType == null
                    ? null
                    : MediaType.parseMediaType(contentType).getCharset();
        } catch (InvalidMediaTypeException e) {
            return null; // refused where the media type is looked at
        }
    }
}
