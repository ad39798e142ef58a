package dev.charloom.exchange;

import dev.charloom.engine.Parameters;
import dev.charloom.text.UnknownCharacter;
import dev.charloom.text.Vocabulary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A text, and what a model's logits are after each of its characters, read one after the other from the zero
/// state: what shows that weights were understood. A wrong gate order gives garbage, not an error.
///
/// @param text of characters that the model knows
/// @param logits for each character a row of V numbers
record SelfCheck(@Nullable String text, float @Nullable [] @Nullable [] logits) {

    /// How far logits may be from what they are expected to be.
    static final double TOLERANCE = 1e-4;

    private static final int MOST_CHARACTERS = 1000;
    private static final int CHARACTERS = 24;
    private static final int NUMBERS = 20_000;

    /// The characters of the text that exports are checked with: from all over a vocabulary of `v`.
    static int[] usualIds(int v) {
        int[] ids = new int[Math.clamp(NUMBERS / v, 2, CHARACTERS)];
        for (int t = 0; t < ids.length; t++) {
            ids[t] = (int) ((5L * t * t + 3L * t + 1) % v);
        }
        return ids;
    }

    /// What this model's logits are.
    static SelfCheck of(Parameters parameters, Vocabulary vocabulary) {
        int[] ids = usualIds(vocabulary.size());
        return new SelfCheck(vocabulary.decode(ids), Logits.afterEach(parameters, ids));
    }

    /// Compares with what a model computes.
    ///
    /// @return the largest difference
    /// @throws ImportRejected if one is larger than [#TOLERANCE], or the check itself is not usable
    double require(Parameters parameters, Vocabulary vocabulary) {
        int[] ids = ids(vocabulary);
        float[][] expected = expected(ids.length, vocabulary.size());
        float[][] computed = Logits.afterEach(parameters, ids);
        double largest = Logits.largestDifference(computed, expected);
        if (!(largest <= TOLERANCE)) {
            throw new ImportRejected(String.format(
                    Locale.ROOT,
                    "its self-check fails: the logits are up to %.3g from what they should be after %s",
                    largest,
                    firstWrong(computed, expected)));
        }
        return largest;
    }

    private int[] ids(Vocabulary vocabulary) {
        if (text == null || text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw new ImportRejected("its selfCheck has no text of 1 to %d characters".formatted(MOST_CHARACTERS));
        }
        try {
            return vocabulary.encode(text);
        } catch (UnknownCharacter e) {
            throw new ImportRejected("its selfCheck has a text with a character that is not in the vocabulary");
        }
    }

    private float[][] expected(int rows, int columns) {
        if (logits == null || logits.length != rows) {
            throw ofWrongSize(rows, columns);
        }
        float[][] numbers = new float[rows][];
        for (int t = 0; t < rows; t++) {
            float[] row = logits[t];
            if (row == null || row.length != columns) {
                throw ofWrongSize(rows, columns);
            }
            numbers[t] = row;
        }
        return numbers;
    }

    private static ImportRejected ofWrongSize(int rows, int columns) {
        return new ImportRejected("its selfCheck has not %d rows of %d logits".formatted(rows, columns));
    }

    private static String firstWrong(float[][] computed, float[][] expected) {
        for (int t = 0; t < computed.length; t++) {
            if (!(Logits.largestDifference(new float[][] {computed[t]}, new float[][] {expected[t]}) <= TOLERANCE)) {
                return "character %d of its text on".formatted(t + 1);
            }
        }
        return "its text";
    }
}
