package dev.charloom.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Takes corpora in: streams them to disk in the one form that everything else reads.
///
/// That form is UTF-8 without a byte-order mark, with LF where the input has CRLF (a CR alone stays). No more than one
/// small block of a corpus is ever in memory.
public final class CorpusIngest {

    private final long maxBytes;
    private final int blockSize;

    /// Takes in corpora up to a size.
    ///
    /// @param maxBytes the most bytes that a corpus may have as it comes in
    /// @throws IllegalArgumentException if `maxBytes` is not positive
    public CorpusIngest(long maxBytes) {
        this(maxBytes, Utf8Block.DEFAULT_CAPACITY);
    }

    CorpusIngest(long maxBytes, int blockSize) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.blockSize = blockSize;
    }

    /// Writes a corpus to a new file, whose bytes are on the disk (forced) when this returns; its directory is not
    /// forced. Where this throws, no file is left.
    ///
    /// @param source UTF-8; read to its end, or up to what is refused, and not closed
    /// @throws InvalidUtf8 if the source is not UTF-8, with the offset in the source
    /// @throws CorpusTooLarge if the source has too many bytes
    /// @throws EmptyCorpus if the source has no character but whitespace
    /// @throws java.nio.file.FileAlreadyExistsException if there is a file at `target`, which is left as it is
    /// @throws IOException if the source cannot be read or the file not be written
    public CorpusFile store(InputStream source, Path target) throws IOException {
        FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (channel) {
            CorpusFile file = new CorpusNormaliser(source, blockSize, maxBytes).write(channel, target);
            channel.force(true);
            return file;
        } catch (IOException | RuntimeException | Error failure) {
            delete(target, failure);
            throw failure;
        }
    }

    /// As [#store(InputStream,Path)], of a corpus that is in memory already. Bytes are counted as those of its
    /// UTF-8; an unpaired surrogate has none and is refused as [InvalidUtf8].
    public CorpusFile store(String text, Path target) throws IOException {
        try (var source = new StringBytes(text)) {
            return store(source, target);
        }
    }

    private static void delete(Path target, Throwable failure) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
