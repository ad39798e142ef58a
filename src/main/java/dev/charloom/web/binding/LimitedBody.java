package dev.charloom.web.binding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that ends in [BodyTooLarge] where it goes over its limit.
final class LimitedBody extends FilterInputStream {

    private final long limit;
    private final BodyTooLarge.Kind kind;
    private long read;

    LimitedBody(InputStream body, long limit, BodyTooLarge.Kind kind) {
        super(body);
        this.limit = limit;
        this.kind = kind;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) {
        read += more;
        if (read > limit) {
            throw new BodyTooLarge(limit, kind);
        }
    }
}
