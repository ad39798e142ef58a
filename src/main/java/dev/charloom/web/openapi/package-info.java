/// The description of the HTTP interface (OpenAPI), drawn from what the requests are really read with.
@NullMarked
package dev.charloom.web.openapi;

import org.jspecify.annotations.NullMarked;
