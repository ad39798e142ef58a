/// The only place that multiplies matrices or loops over activations.
@NullMarked
package dev.charloom.engine.kernel;

import org.jspecify.annotations.NullMarked;
