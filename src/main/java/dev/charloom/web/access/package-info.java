/// Who may do what: keys and their roles, where requests may come from, and how many of them.
@NullMarked
package dev.charloom.web.access;

import org.jspecify.annotations.NullMarked;
