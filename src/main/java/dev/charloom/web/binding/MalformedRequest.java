package dev.charloom.web.binding;

/// A request that cannot be read: its query, its JSON or its form breaks the syntax. The message is a sentence for the
/// client.
public final class MalformedRequest extends RuntimeException {

    public MalformedRequest(String message) {
        super(message);
    }
}
