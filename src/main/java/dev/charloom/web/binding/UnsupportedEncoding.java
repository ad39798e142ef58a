package dev.charloom.web.binding;

/// A body in a character set or a compression that is not read. The message is a sentence for the client.
public final class UnsupportedEncoding extends RuntimeException {

    UnsupportedEncoding(String message) {
        super(message);
    }
}
