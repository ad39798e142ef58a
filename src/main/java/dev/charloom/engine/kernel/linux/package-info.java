/// What only Linux is asked for, and other systems go without: memory that code may run in, large pages, and
/// the features of the processor.
@NullMarked
package dev.charloom.engine.kernel.linux;

import org.jspecify.annotations.NullMarked;
