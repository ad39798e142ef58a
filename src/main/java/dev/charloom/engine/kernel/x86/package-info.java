/// Machine code for x86-64, written by Java at run time: an assembler for the few instructions that the kernels need.
@NullMarked
package dev.charloom.engine.kernel.x86;

import org.jspecify.annotations.NullMarked;
