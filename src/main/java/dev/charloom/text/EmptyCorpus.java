package dev.charloom.text;

/// A corpus of no characters, or of none but whitespace.
public final class EmptyCorpus extends TextRejected {

    EmptyCorpus() {
        super("the corpus is empty or all whitespace");
    }
}
