package dev.charloom.walk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.charloom.walk.ApiDocument.Operation;
import java.util.List;

/// A request that nobody should send, or nearly so.
///
/// @param operation what it is meant for
/// @param detour whether its path may lead elsewhere, or is none
/// @param target path and query
/// @param headers names and values in turn
/// @param sending how the body goes out
record WrongRequest(
        Operation operation, boolean detour, String target, List<String> headers, byte[] body, Sending sending) {

    enum Sending {
        /// With its length said beforehand
        WHOLE,
        /// In chunks, with the length unknown
        CHUNKED,
        /// Broken off in the middle, although the client goes on listening
        CUT,
        /// Never going on after half of it
        STALLED
    }

    @Override
    public String toString() {
        String text = new String(body, UTF_8);
        return "%s %s %s %s (%d bytes) %s"
                .formatted(
                        operation.method(),
                        target,
                        headers,
                        sending,
                        body.length,
                        text.length() > 600 ? text.substring(0, 600) + "…" : text);
    }
}
