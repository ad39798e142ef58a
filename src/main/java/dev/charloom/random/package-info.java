/// Random draws that are a pure function of (seed, purpose, step, index), so that any state can be stored and resumed.
@NullMarked
package dev.charloom.random;

import org.jspecify.annotations.NullMarked;
