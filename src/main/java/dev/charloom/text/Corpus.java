package dev.charloom.text;

import java.io.IOException;
import java.util.Objects;

/// A corpus in memory, as ids of a vocabulary: one byte for each character where the vocabulary has at most 256, two
/// where it has at most 65,536, else four. Immutable.
public final class Corpus {

    private final Vocabulary vocabulary;
    private final CompactIds ids;

    private Corpus(Vocabulary vocabulary, CompactIds ids) {
        this.vocabulary = vocabulary;
        this.ids = ids;
    }

    /// Reads a corpus from its file, which is streamed.
    ///
    /// @throws UnknownCharacter if the corpus has a character that the vocabulary does not have
    /// @throws CorpusTooLarge if the corpus has more characters than an array can hold, about 2³¹
    /// @throws IOException if the file cannot be read, or its bytes are not those that were stored
    public static Corpus load(CorpusFile file, Vocabulary vocabulary) throws IOException {
        if (file.characters() > CompactIds.MAX_LENGTH) {
            throw new CorpusTooLarge(CompactIds.MAX_LENGTH);
        }
        var loader = new Loader(vocabulary, (int) file.characters());
        file.read(loader);
        return loader.result();
    }

    /// The corpus of a short text that is in memory already, taken as it is.
    ///
    /// @throws UnknownCharacter if `text` has a character that the vocabulary does not have
    public static Corpus of(CharSequence text, Vocabulary vocabulary) {
        int[] encoded = vocabulary.encode(text);
        var ids = CompactIds.ofLength(encoded.length, vocabulary.size());
        ids.put(0, encoded, encoded.length);
        return new Corpus(vocabulary, ids);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// The number of characters.
    public int length() {
        return ids.length();
    }

    /// The id of the character at `index`.
    ///
    /// @throws IndexOutOfBoundsException if there is no character at `index`
    public int idAt(int index) {
        return ids.get(index);
    }

    /// Copies the ids at `from`…`to`-1 to `out` (modified), from `outPosition` on.
    ///
    /// @throws IndexOutOfBoundsException if there are no such ids, or `out` has no room for them
    public void copy(int from, int to, int[] out, int outPosition) {
        Objects.checkFromToIndex(from, to, length());
        Objects.checkFromIndexSize(outPosition, to - from, out.length);
        ids.copy(from, to, out, outPosition);
    }

    /// Encodes and stores characters as they are read.
    private static final class Loader implements CodePointBlocks.Sink {

        private final Vocabulary vocabulary;
        private final CompactIds ids;
        private int position;

        Loader(Vocabulary vocabulary, int characters) {
            this.vocabulary = vocabulary;
            ids = CompactIds.ofLength(characters, vocabulary.size());
        }

        @Override
        public void accept(int[] codePoints, int count) throws IOException {
            vocabulary.encode(codePoints, count, position);
            if (count > ids.length() - position) {
                throw differs("more");
            }
            ids.put(position, codePoints, count);
            position += count;
        }

        Corpus result() throws IOException {
            if (position < ids.length()) {
                throw differs("fewer");
            }
            return new Corpus(vocabulary, ids);
        }

        private IOException differs(String how) {
            return new IOException(
                    "the corpus has " + how + " characters than the " + ids.length() + " it is said to have");
        }
    }
}
