package dev.charloom.web.binding;

import java.util.function.Function;

/// How a type of the domain is written as text.
///
/// @param pattern a regular expression that the whole text matches
/// @param allowed the same as a phrase, to be read after "must be"
/// @param parse of a text that matches
public record TextForm<T>(Class<T> type, String pattern, String allowed, Function<String, T> parse) {}
