/// Errors as clients see them: RFC 9457 problem details, wherever in the service or its container they arise.
@NullMarked
package dev.charloom.web.problem;

import org.jspecify.annotations.NullMarked;
