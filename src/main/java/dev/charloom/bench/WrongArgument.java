package dev.charloom.bench;

/// An argument that cannot be followed.
///
/// @param name the option, or what the argument stands for
/// @param value what was given; empty if nothing was
/// @param allowed what may be given, after "must be"
record WrongArgument(String name, String value, String allowed) {

    String message() {
        return "%s: %s, must be %s".formatted(name, value.isEmpty() ? "nothing given" : value, allowed);
    }
}
