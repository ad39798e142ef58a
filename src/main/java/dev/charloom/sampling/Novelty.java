package dev.charloom.sampling;

import dev.charloom.text.Corpus;
import dev.charloom.text.TextMode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// What is known of a training corpus to tell whether a text stands in it: hashes of its lines, and a Bloom filter
/// (Bloom 1970) of all its stretches of a certain length. What stands in the corpus is always recognised; something new
/// is taken for a line of it once in 2⁶⁴ divided by the lines, and for a stretch of it at the stated rate.
///
/// Immutable.
public final class Novelty {

    /// Longer than what names of a kind have in common, shorter than what a model remembers of a headline.
    private static final int STRETCH_OF_LINES = 20;

    private static final int STRETCH_OF_TEXT = 50;
    private static final double RATE = 0.001;
    private static final long MAX_BITS = 1L << 30; // 128 MiB
    private static final int MOST_PROBES = 64;
    private static final int FORMAT = 0x43_4c_4e_31; // "CLN1"

    private final int stretch;
    private final long[] lines; // hashes, ascending
    private final long[] bits;
    private final int probes;
    private final long stretches; // that were entered

    private Novelty(int stretch, long[] lines, long[] bits, int probes, long stretches) {
        this.stretch = stretch;
        this.lines = lines;
        this.bits = bits;
        this.probes = probes;
        this.stretches = stretches;
    }

    /// Takes the lines and stretches of a corpus down. In lines mode, stretches lie within lines.
    public static Novelty of(Corpus corpus, TextMode mode) {
        return new NoveltyBuilder(corpus, mode, mode == TextMode.LINES ? STRETCH_OF_LINES : STRETCH_OF_TEXT).build();
    }

    static Novelty empty(int stretch, long[] lines, long expected) {
        double ideal = -expected * Math.log(RATE) / (Math.log(2) * Math.log(2));
        int words = (int) ((Math.clamp((long) ideal, 64, MAX_BITS) + 63) / 64);
        int probes = Math.clamp(Math.round(64.0 * words / Math.max(1, expected) * Math.log(2)), 1, 16);
        Arrays.sort(lines);
        return new Novelty(stretch, lines, new long[words], probes, expected);
    }

    /// Whether the text neither is a line of the corpus nor contains one of its stretches.
    public boolean isNew(String text) {
        int[] characters = text.codePoints().toArray();
        if (Arrays.binarySearch(lines, LineHash.of(characters)) >= 0) {
            return false;
        }
        var hash = new StretchHash(stretch);
        for (int i = 0; i < characters.length; i++) {
            hash.add(characters[i]);
            if (hash.isComplete() && contains(hash.value())) {
                return false;
            }
        }
        return true;
    }

    /// The length of stretches, in characters.
    public int stretch() {
        return stretch;
    }

    /// The probability that a stretch that is new is taken for one of the corpus.
    public double falsePositiveRate() {
        double bitsPerStretch = 64.0 * bits.length / Math.max(1, stretches);
        return Math.pow(1 - Math.exp(-probes / bitsPerStretch), probes);
    }

    /// The size of what [#writeTo] writes, in bytes.
    public long size() {
        return 28 + 8L * (lines.length + bits.length);
    }

    void enter(long hash) {
        for (int probe = 0; probe < probes; probe++) {
            long bit = bit(hash, probe);
            bits[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    private boolean contains(long hash) {
        for (int probe = 0; probe < probes; probe++) {
            long bit = bit(hash, probe);
            if ((bits[(int) (bit >>> 6)] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Double hashing (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006).
    private long bit(long hash, int probe) {
        long second = StretchHash.mix(hash) | 1;
        return Math.unsignedMultiplyHigh(hash + probe * second, 64L * bits.length);
    }

    /// Writes it; [#read] reads it again.
    public void writeTo(OutputStream out) throws IOException {
        var data = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        data.writeInt(FORMAT);
        data.writeInt(stretch);
        data.writeInt(probes);
        data.writeLong(stretches);
        data.writeInt(lines.length);
        data.writeInt(bits.length);
        for (long line : lines) {
            data.writeLong(line);
        }
        for (long word : bits) {
            data.writeLong(word);
        }
        data.flush();
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static Novelty read(byte[] content) {
        try (var data = new DataInputStream(new ByteArrayInputStream(content))) {
            int format = data.readInt();
            int stretch = data.readInt();
            int probes = data.readInt();
            long stretches = data.readLong();
            int lines = data.readInt();
            int words = data.readInt();
            if (format != FORMAT
                    || stretch < 1
                    || probes < 1
                    || probes > MOST_PROBES
                    || lines < 0
                    || words < 1
                    || content.length != 28 + 8L * lines + 8L * words) {
                throw new IllegalArgumentException("these are not the hashes of a corpus");
            }
            return new Novelty(stretch, longs(data, lines), longs(data, words), probes, stretches);
        } catch (IOException e) {
            throw new IllegalArgumentException("the hashes of a corpus end too early", e);
        }
    }

    private static long[] longs(DataInputStream data, int count) throws IOException {
        long[] longs = new long[count];
        for (int i = 0; i < count; i++) {
            longs[i] = data.readLong();
        }
        return longs;
    }
}
