/// Texts as they are written, on their way to clients.
@NullMarked
package dev.charloom.web.stream;

import org.jspecify.annotations.NullMarked;
