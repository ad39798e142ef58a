/// The `bench` command: how fast this machine trains and writes, measured on the code of the jobs and the generator.
@NullMarked
package dev.charloom.bench;

import org.jspecify.annotations.NullMarked;
