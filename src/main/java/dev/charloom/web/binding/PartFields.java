package dev.charloom.web.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;

/// Reads the parts of a form (`multipart/form-data`). Those that become files stay where the container has put them.
final class PartFields {

    /// No parameter is that long.
    private static final int LONGEST_VALUE = 64 * 1024;

    private PartFields() {}

    /// @throws MalformedRequest if the form cannot be taken apart or a value is not UTF-8
    static RequestFields of(HttpServletRequest request, RequestShape<?> shape) throws IOException {
        var fields = new RequestFields(Source.PARTS);
        for (Part part : parts(request)) {
            BodyEncoding.check(part);
            fields.add(part.getName(), isFile(part, shape) ? new FieldValue.Upload(part) : value(part));
        }
        return fields;
    }

    private static Iterable<Part> parts(HttpServletRequest request) throws IOException {
        try {
            return request.getParts();
        } catch (ServletException | FileUploadException e) {
            if (e.getCause() instanceof IOException failure && !(failure instanceof MalformedStreamException)) {
                throw failure;
            }
            throw new MalformedRequest("The body cannot be taken apart into the parts of a form.");
        }
    }

    /// One under a name that is not known, too: it is refused for its name, and not read.
    private static boolean isFile(Part part, RequestShape<?> shape) {
        return shape.fields().stream()
                .filter(field -> field.name().equals(part.getName()))
                .findFirst()
                .map(field -> field.type() instanceof ValueType.File)
                .orElse(part.getSubmittedFileName() != null);
    }

    private static FieldValue value(Part part) throws IOException {
        try (var content = part.getInputStream()) {
            byte[] bytes = content.readNBytes(LONGEST_VALUE);
            return new FieldValue.Untyped(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new MalformedRequest("The part " + Shown.text(part.getName()) + " is not UTF-8.");
        }
    }
}
