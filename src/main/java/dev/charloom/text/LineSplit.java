package dev.charloom.text;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;

/// The lines of a corpus in [TextMode#LINES] that are trained on, and those that are only validated with.
public record LineSplit(Lines training, Lines validation) {

    /// Keeps round(size·fraction) lines for validation, any choice of them being equally likely.
    ///
    /// @param validationFraction at least 0, which keeps nothing, and less than 1
    /// @param seed decides the choice
    /// @throws CorpusTooShort if no line is left to train on
    /// @throws IllegalArgumentException if the fraction is out of range
    public static LineSplit of(Lines lines, double validationFraction, long seed) {
        Arguments.fraction(validationFraction, "validationFraction");
        int validation = (int) Math.round(lines.size() * validationFraction);
        if (lines.size() - validation < TextMode.LINES.fewestForTraining()) {
            throw new CorpusTooShort(TextMode.LINES, lines.size(), validation);
        }
        return split(lines, validation, RandomStream.of(seed, Purpose.SPLIT, 0));
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
