package dev.charloom.web.binding;

import dev.charloom.storage.LimitedInput;
import dev.charloom.web.binding.BodyTooLarge.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;

/// How large bodies may be.
///
/// @param jsonBytes of a JSON body, which is read into memory
/// @param corpusBytes of a corpus, which is not
/// @param archiveBytes of an archive, which is not either
public record BodyLimits(long jsonBytes, long corpusBytes, long archiveBytes) {

    /// A body of JSON, which ends in [BodyTooLarge] where it goes over the limit.
    InputStream json(HttpServletRequest request) throws IOException {
        return limited(request, jsonBytes, Kind.JSON);
    }

    /// A body that is a corpus, which ends in [BodyTooLarge] where it goes over the limit.
    public InputStream corpus(HttpServletRequest request) throws IOException {
        return limited(request, corpusBytes, Kind.CORPUS);
    }

    /// A part of a form that is a corpus.
    ///
    /// @throws BodyTooLarge if it is too large
    public InputStream corpus(Part part) throws IOException {
        if (part.getSize() > corpusBytes) {
            throw new BodyTooLarge(corpusBytes, Kind.CORPUS);
        }
        return part.getInputStream();
    }

    /// A body that is an archive, which ends in [BodyTooLarge] where it goes over the limit.
    public InputStream archive(HttpServletRequest request) throws IOException {
        return limited(request, archiveBytes, Kind.ARCHIVE);
    }

    private static InputStream limited(HttpServletRequest request, long limit, Kind kind) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw new BodyTooLarge(limit, kind);
        }
        return new LimitedInput(request.getInputStream(), limit, () -> new BodyTooLarge(limit, kind));
    }
}
