package dev.charloom.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/// The characters that a model knows: an immutable bijection between code points and ids 0…V-1.
public final class Vocabulary {

    private static final int PAGE_BITS = 8;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int[] NO_IDS = filled();
    private static final Vocabulary ASCII = of(IntStream.rangeClosed(10, 127).toArray());

    private final int[] codePoints; // by id
    private final int[][] pages; // ids by code point: page codePoint / 256, entry codePoint % 256

    private Vocabulary(int[] codePoints) {
        this.codePoints = codePoints;
        pages = new int[(Character.MAX_CODE_POINT >>> PAGE_BITS) + 1][];
        Arrays.fill(pages, NO_IDS);
        for (int id = 0; id < codePoints.length; id++) {
            enter(codePoints[id], id);
        }
    }

    /// The vocabulary of the given code points, whose ids are their places in the argument.
    ///
    /// @throws IllegalArgumentException if there is none, one is a surrogate or outside Unicode, or one occurs
    ///     twice
    public static Vocabulary of(int... codePoints) {
        if (codePoints.length == 0) {
            throw new IllegalArgumentException("a vocabulary needs at least one character");
        }
        return new Vocabulary(codePoints.clone());
    }

    /// The vocabulary of the distinct code points among the given ones, in ascending order.
    ///
    /// @throws IllegalArgumentException if there is none, or one is a surrogate or outside Unicode
    public static Vocabulary ofDistinct(IntStream codePoints) {
        return of(codePoints.sorted().distinct().toArray());
    }

    /// The 118 code points 10…127, newline first.
    public static Vocabulary ascii() {
        return ASCII;
    }

    /// This with the characters of another vocabulary that it does not have, behind its own and in the order of the
    /// other: no id changes.
    public Vocabulary with(Vocabulary other) {
        return of(IntStream.concat(
                        IntStream.of(codePoints()),
                        IntStream.of(other.codePoints()).filter(codePoint -> !contains(codePoint)))
                .toArray());
    }

    /// The number of characters, `V`, at least 1.
    public int size() {
        return codePoints.length;
    }

    /// The id of a code point, or -1 where it is unknown or no code point at all.
    public int idOf(int codePoint) {
        return Character.isValidCodePoint(codePoint) ? pages[codePoint >>> PAGE_BITS][codePoint & (PAGE_SIZE - 1)] : -1;
    }

    public boolean contains(int codePoint) {
        return idOf(codePoint) >= 0;
    }

    /// The code point with the given id.
    ///
    /// @throws IndexOutOfBoundsException if `id` is not in 0…V-1
    public int codePointOf(int id) {
        return codePoints[Objects.checkIndex(id, codePoints.length)];
    }

    /// The id of the newline, U+000A, or -1 where it is not in the vocabulary.
    public int newline() {
        return idOf('\n');
    }

    /// The code points by id, V of them, in an array of the caller's own.
    public int[] codePoints() {
        return codePoints.clone();
    }

    /// The ids of the characters of `text`, one for each.
    ///
    /// @throws UnknownCharacter if `text` has a character that this does not have; an unpaired surrogate is one
    public int[] encode(CharSequence text) {
        int[] ids = text.codePoints().toArray();
        encode(ids, ids.length, 0);
        return ids;
    }

    /// The ids of the characters of each of `texts`.
    ///
    /// @throws UnknownCharacter as [#encode(CharSequence)]; where there are several texts it tells which has it
    public List<int[]> encode(List<String> texts) {
        var ids = new ArrayList<int[]>(texts.size());
        for (String text : texts) {
            try {
                ids.add(encode(text));
            } catch (UnknownCharacter e) {
                throw texts.size() == 1 ? e : e.inText(ids.size());
            }
        }
        return ids;
    }

    /// Replaces the first `count` entries of `characters` (modified), code points, by their ids.
    ///
    /// @param index where in the text the first of them stands
    /// @throws UnknownCharacter if one is unknown
    void encode(int[] characters, int count, long index) {
        for (int i = 0; i < count; i++) {
            int id = idOf(characters[i]);
            if (id < 0) {
                throw new UnknownCharacter(characters[i], index + i);
            }
            characters[i] = id;
        }
    }

    /// The text of the given ids.
    ///
    /// @throws IndexOutOfBoundsException if an id is not in 0…V-1
    public String decode(int[] ids) {
        var text = new StringBuilder(ids.length);
        for (int id : ids) {
            append(id, text);
        }
        return text.toString();
    }

    /// Appends the character with the given id to `out` (modified).
    ///
    /// @throws IndexOutOfBoundsException if `id` is not in 0…V-1
    public void append(int id, StringBuilder out) {
        out.appendCodePoint(codePointOf(id));
    }

    /// Two vocabularies are equal if they give the same ids to the same code points.
    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary vocabulary && Arrays.equals(codePoints, vocabulary.codePoints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codePoints);
    }

    @Override
    public String toString() {
        return "Vocabulary of " + codePoints.length + " characters";
    }

    private void enter(int codePoint, int id) {
        if (!Character.isValidCodePoint(codePoint) || isSurrogate(codePoint)) {
            throw new IllegalArgumentException("not a character: " + hexadecimal(codePoint));
        }
        if (contains(codePoint)) {
            throw new IllegalArgumentException("twice in the vocabulary: " + hexadecimal(codePoint));
        }
        ownPage(codePoint >>> PAGE_BITS)[codePoint & (PAGE_SIZE - 1)] = id;
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the page is still the one that all share
    private int[] ownPage(int page) {
        if (pages[page] == NO_IDS) {
            pages[page] = NO_IDS.clone();
        }
        return pages[page];
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static String hexadecimal(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }

    private static int[] filled() {
        int[] page = new int[PAGE_SIZE];
        Arrays.fill(page, -1);
        return page;
    }
}
