package dev.charloom.exchange;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.StoredVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalDouble;

/// A form in which a version of a model can be sent, as one file.
public interface ModelFormat {

    /// What clients call it, in lower case: `charloom`.
    String name();

    /// The media type of its files.
    String mediaType();

    /// What the names of its files end with, without the dot: `zip`.
    String fileExtension();

    /// Whether [#read] is there; a format that is not read is refused by name where one is to be imported.
    default boolean canBeRead() {
        return true;
    }

    /// Writes a version. The same version gives the same bytes.
    ///
    /// @param out is not closed
    /// @throws NotExpressible if the format has no words for such a model; nothing is written then
    void write(StoredVersion version, OutputStream out) throws IOException;

    /// How far the logits that the program of this format computes of a version are from ours, at most; empty where
    /// that program is not at hand.
    default OptionalDouble largestDifference(StoredVersion version) throws IOException {
        return OptionalDouble.empty();
    }

    /// Reads a version that somebody sends. Everything is checked before memory is taken for it, and every number is
    /// finite.
    ///
    /// @param name what the version will be called, for a format that does not name its models
    /// @param in read to its end and not closed
    /// @param scratch an empty directory for files in between; it is removed afterwards
    /// @throws ImportRejected if it is not what this format asks for
    default StoredVersion read(ModelName name, InputStream in, Path scratch) throws IOException {
        throw new UnsupportedOperationException(name() + " is only written");
    }
}
