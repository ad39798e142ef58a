/// Strict reading of requests: a record says which fields there are, of which types, with which ranges and defaults;
/// the same record is filled from a query, a JSON body or the parts of a form, and everything that is wrong is told
/// at once.
@NullMarked
package dev.charloom.web.binding;

import org.jspecify.annotations.NullMarked;
