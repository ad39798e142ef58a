package dev.charloom.generation;

import dev.charloom.engine.Network;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.repository.ModelReference;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import dev.charloom.text.Window;

/// A model in memory, ready to write.
///
/// @param reference its name and version
/// @param characterCounts how often each id stands in the training corpus, V numbers
record LoadedModel(
        ModelReference reference, Network network, Vocabulary vocabulary, TextMode mode, long[] characterCounts) {

    /// What is read before the first character of a text from nothing.
    ///
    /// @param seed decides the draw where one is needed
    int opening(long seed) {
        if (mode == TextMode.LINES) {
            return Window.NO_CHARACTER;
        }
        return vocabulary.newline() >= 0 ? vocabulary.newline() : drawByFrequency(seed);
    }

    private int drawByFrequency(long seed) {
        long total = 0;
        for (long count : characterCounts) {
            total += count;
        }
        long place = RandomStream.of(seed, Purpose.OPENING, 0).nextLong(Math.max(1, total));
        int id = 0;
        while (id < characterCounts.length - 1 && place >= characterCounts[id]) {
            place -= characterCounts[id++];
        }
        return id;
    }
}
