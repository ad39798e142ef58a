/// From text to ids: vocabularies, corpora on disk and in memory, their statistics, and the batches that are trained
/// on.
///
/// A 'character' is a Unicode code point, and indices and lengths of text count characters. Blank is what consists of
/// whitespace alone.
@NullMarked
package dev.charloom.text;

import org.jspecify.annotations.NullMarked;
