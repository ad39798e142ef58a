/// The HTTP interface: controllers, what they take and what they answer.
@NullMarked
package dev.charloom.web;

import org.jspecify.annotations.NullMarked;
