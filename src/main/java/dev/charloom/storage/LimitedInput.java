package dev.charloom.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// What comes in, which ends in a failure where it goes over a limit, whatever anyone has said of its size.
public final class LimitedInput extends FilterInputStream {

    private final long limit;
    private final Supplier<? extends RuntimeException> failure;
    private long read;

    /// @param limit bytes
    /// @param failure what is thrown by the first read that goes over it
    public LimitedInput(InputStream in, long limit, Supplier<? extends RuntimeException> failure) {
        super(in);
        this.limit = limit;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        add(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        add(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        add(skipped);
        return skipped;
    }

    /// Going back would count bytes twice.
    @Override
    public boolean markSupported() {
        return false;
    }

    /// Bytes that have come in.
    public long count() {
        return read;
    }

    private void add(long more) {
        read += more;
        if (read > limit) {
            throw failure.get();
        }
    }
}
