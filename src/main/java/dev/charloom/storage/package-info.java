/// Files and directories that are either whole or not there, also after a power cut: forced writes, atomic moves, and
/// the sweeping of what a process that died has left half done. JDK only; knows nothing of models or jobs.
@NullMarked
package dev.charloom.storage;

import org.jspecify.annotations.NullMarked;
