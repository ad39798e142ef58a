package dev.charloom.web.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/// How large bodies may be.
///
/// @param jsonBytes of a JSON body, which is read into memory
/// @param corpusBytes of a corpus, which is not
public record BodyLimits(long jsonBytes, long corpusBytes) {

    /// A body of JSON, which ends in [BodyTooLarge] where it goes over the limit.
    InputStream json(HttpServletRequest request) throws IOException {
        return limited(request, jsonBytes, true);
    }

    /// A body that is a corpus, which ends in [BodyTooLarge] where it goes over the limit.
    public InputStream corpus(HttpServletRequest request) throws IOException {
        return limited(request, corpusBytes, false);
    }

    private static InputStream limited(HttpServletRequest request, long limit, boolean json) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw new BodyTooLarge(limit, json);
        }
        return new LimitedBody(request.getInputStream(), limit, json);
    }
}
