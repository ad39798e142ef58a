/// The page: static files that a browser makes views of, through the same endpoints as every other client.
@NullMarked
package dev.charloom.web.page;

import org.jspecify.annotations.NullMarked;
