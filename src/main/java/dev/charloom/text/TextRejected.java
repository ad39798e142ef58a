package dev.charloom.text;

/// Text that cannot be used as it is; each kind says why and where.
public abstract sealed class TextRejected extends RuntimeException
        permits CorpusTooLarge, CorpusTooShort, EmptyCorpus, InvalidUtf8, UnknownCharacter {

    TextRejected(String message) {
        super(message);
    }
}
