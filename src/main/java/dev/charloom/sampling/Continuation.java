package dev.charloom.sampling;

import org.jspecify.annotations.Nullable;

/// Where a text ended, so that another can go on from there.
///
/// @param memory what was read; null after the end of a sequence, where the next one begins from nothing
/// @param lastId what was written but not read yet; without meaning if there is no memory
/// @param drawn how many characters were drawn, a stop sequence and the end of a sequence included
public record Continuation(@Nullable Memory memory, int lastId, int drawn) {

    /// Nobody goes on from a text that was chosen among others.
    static final Continuation NOWHERE = new Continuation(null, -1, 0);
}
