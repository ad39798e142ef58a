package dev.charloom.sampling.regex;

/// A regular expression that cannot be used. The message says why, to be read after "is not usable: ".
public final class RegexRejected extends RuntimeException {

    private final String regex;

    public RegexRejected(String regex, String reason) {
        super(reason);
        this.regex = regex;
    }

    public String regex() {
        return regex;
    }
}
