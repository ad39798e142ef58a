package dev.charloom.exchange;

/// Names in files that nobody vouches for.
final class ForeignNames {

    private static final int MOST_SHOWN = 60;

    private ForeignNames() {}

    /// What of a name is fit to be shown.
    static String shown(String name) {
        String harmless = name.replaceAll("[^A-Za-z0-9._/ -]", "?");
        return harmless.length() > MOST_SHOWN ? harmless.substring(0, MOST_SHOWN) + "…" : harmless;
    }
}
