package dev.charloom.generation;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.TextWriter;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import dev.charloom.text.Window;
import java.util.List;
import java.util.stream.IntStream;

/// A model in memory, ready to write.
///
/// @param versions what is published of it: one version, or those of an ensemble, or none while it is being trained
/// @param characterCounts how often each id stands in the training corpus, V numbers
/// @param worker runs what the writer makes
record LoadedModel(
        List<ModelReference> versions,
        Author author,
        Vocabulary vocabulary,
        TextMode mode,
        long[] characterCounts,
        TextWriter writer,
        ModelWorker worker)
        implements AutoCloseable {

    LoadedModel {
        versions = List.copyOf(versions);
    }

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

    /// What is read of a prompt before its first continuation: in lines mode the start of a line and what follows the
    /// last newline, else all of it, or the opening where it is empty.
    ///
    /// @param seed decides the draw where one is needed
    int[] toRead(int[] prompt, long seed) {
        if (mode == TextMode.TEXT) {
            return prompt.length > 0 ? prompt : new int[] {opening(seed)};
        }
        int from = 0;
        for (int i = 0; i < prompt.length; i++) {
            if (prompt[i] == vocabulary.newline()) {
                from = i + 1;
            }
        }
        int[] line = new int[prompt.length - from + 1];
        line[0] = Window.NO_CHARACTER;
        System.arraycopy(prompt, from, line, 1, prompt.length - from);
        return line;
    }

    /// Whether what follows a prompt does not depend on what came before it: in lines mode, where a line ends in it.
    boolean beginsAnew(int[] prompt) {
        return endOfLine(prompt) >= 0;
    }

    /// Where the first line ends that the model would write no more of, in lines mode; −1 if none does.
    int endOfLine(int[] text) {
        if (mode == TextMode.TEXT) {
            return -1;
        }
        return IntStream.range(0, text.length)
                .filter(i -> text[i] == vocabulary.newline())
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        worker.close();
    }
}
