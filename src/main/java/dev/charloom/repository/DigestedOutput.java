package dev.charloom.repository;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Counts and digests what is written to a file on its way there.
final class DigestedOutput {

    private final MessageDigest digest;
    private long size;

    DigestedOutput(MessageDigest digest) {
        this.digest = digest;
    }

    /// A way to `out`, which it does not close.
    OutputStream to(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                digest.update((byte) b);
                size++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                digest.update(bytes, offset, length);
                size += length;
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    long size() {
        return size;
    }

    /// The digest in hexadecimal digits; it can be asked for once.
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
