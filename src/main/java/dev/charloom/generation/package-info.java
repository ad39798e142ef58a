/// Writing with trained models.
@NullMarked
package dev.charloom.generation;

import org.jspecify.annotations.NullMarked;
