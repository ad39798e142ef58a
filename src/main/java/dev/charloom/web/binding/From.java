package dev.charloom.web.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the parameter of a controller's method that is filled from the request: a record, as [RequestShape] reads it.
/// A method without one takes no query parameters.
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface From {

    Source value();
}
