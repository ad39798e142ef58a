package dev.charloom.text;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;

/// The lines of a corpus in [TextMode#LINES] that are trained on, and those that are only validated with.
public record LineSplit(Lines training, Lines validation) {

    /// Keeps [#validationLines] lines for validation, any choice of them being equally likely.
    ///
    /// @param validationFraction at least 0, which keeps nothing, and less than 1
    /// @param seed decides the choice
    /// @throws CorpusTooShort if there is no line to train on
    /// @throws IllegalArgumentException if the fraction is out of range
    public static LineSplit of(Lines lines, double validationFraction, long seed) {
        Arguments.fraction(validationFraction, "validationFraction");
        if (lines.size() < TextMode.LINES.fewestForTraining()) {
            throw new CorpusTooShort(TextMode.LINES, lines.size(), 0);
        }
        int validation = (int) validationLines(lines.size(), validationFraction);
        return split(lines, validation, RandomStream.of(seed, Purpose.SPLIT, 0));
    }

    /// How many of `lines` lines are kept for validation: their rounded fraction, but at least one, and one less than
    /// there are at most; none of a single one.
    ///
    /// @param validationFraction 0 keeps nothing
    public static long validationLines(long lines, double validationFraction) {
        return validationFraction == 0 || lines < 2
                ? 0
                : Math.clamp(Math.round(lines * validationFraction), 1, lines - 1);
    }

    /// Selection sampling (Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S).
    private static LineSplit split(Lines lines, int wanted, RandomStream random) {
        int[] validation = new int[wanted];
        int[] training = new int[lines.size() - wanted];
        int chosen = 0;
        for (int line = 0; line < lines.size(); line++) {
            if (random.nextInt(lines.size() - line) < wanted - chosen) {
                validation[chosen++] = line;
            } else {
                training[line - chosen] = line;
            }
        }
        return new LineSplit(lines.select(training), lines.select(validation));
    }
}
