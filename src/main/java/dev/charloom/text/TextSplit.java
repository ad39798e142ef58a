package dev.charloom.text;

import java.math.BigDecimal;

/// How many characters of a corpus in [TextMode#TEXT] are trained on, and how many behind them only validated with.
public record TextSplit(int training, int validation) {

    /// Keeps the end of a corpus for validation: training has the first ⌊length·(1-fraction)⌋ characters, as in
    /// nanoGPT, so that losses can be compared.
    ///
    /// @param validationFraction at least 0, which keeps nothing, and less than 1
    /// @throws CorpusTooShort if fewer than two characters are left to train on
    /// @throws IllegalArgumentException if the fraction is out of range
    public static TextSplit of(Corpus corpus, double validationFraction) {
        Arguments.fraction(validationFraction, "validationFraction");
        int training = BigDecimal.ONE
                .subtract(BigDecimal.valueOf(validationFraction))
                .multiply(BigDecimal.valueOf(corpus.length()))
                .intValue();
        int validation = corpus.length() - training;
        if (training < TextMode.TEXT.fewestForTraining()) {
            throw new CorpusTooShort(TextMode.TEXT, corpus.length(), validation);
        }
        return new TextSplit(training, validation);
    }
}
