/// Published models: versions that never change, in a directory, checked before they are served.
@NullMarked
package dev.charloom.repository;

import org.jspecify.annotations.NullMarked;
