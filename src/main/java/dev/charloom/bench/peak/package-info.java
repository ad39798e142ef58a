/// The most float32 multiply-adds a second that the processor could do, as the measure of what the engine reaches.
@NullMarked
package dev.charloom.bench.peak;

import org.jspecify.annotations.NullMarked;
