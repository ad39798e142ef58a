/// Regular expressions that a text has to match in full, as automata over the characters of a model.
@NullMarked
package dev.charloom.sampling.regex;

import org.jspecify.annotations.NullMarked;
