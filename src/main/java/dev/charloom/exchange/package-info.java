/// Models on their way in and out: archives in the formats of this service and of others.
@NullMarked
package dev.charloom.exchange;

import org.jspecify.annotations.NullMarked;
