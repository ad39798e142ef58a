package dev.charloom.web.binding;

/// Where the fields of a request stand.
public enum Source {
    QUERY("query parameter"),
    JSON("field"),
    PARTS("part");

    private final String noun;

    Source(String noun) {
        this.noun = noun;
    }

    /// What one of its fields is called.
    String noun() {
        return noun;
    }
}
