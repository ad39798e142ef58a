/// What those who run the service look at: health and build information.
@NullMarked
package dev.charloom.ops;

import org.jspecify.annotations.NullMarked;
