/// The application: starts the service and wires its parts together.
@NullMarked
package dev.charloom;

import org.jspecify.annotations.NullMarked;
