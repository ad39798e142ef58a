package dev.charloom.web.binding;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The numbers that a field accepts, as its constraints say it.
///
/// @param least null for no limit
/// @param most null for no limit
public record AllowedRange(
        @Nullable BigDecimal least,
        boolean leastExcluded,
        @Nullable BigDecimal most,
        boolean mostExcluded) {

    static AllowedRange of(AnnotatedElement field) {
        var min = field.getAnnotation(Min.class);
        var max = field.getAnnotation(Max.class);
        var decimalMin = field.getAnnotation(DecimalMin.class);
        var decimalMax = field.getAnnotation(DecimalMax.class);
        return new AllowedRange(
                min != null ? BigDecimal.valueOf(min.value()) : decimalMin != null ? number(decimalMin.value()) : null,
                decimalMin != null && !decimalMin.inclusive(),
                max != null ? BigDecimal.valueOf(max.value()) : decimalMax != null ? number(decimalMax.value()) : null,
                decimalMax != null && !decimalMax.inclusive());
    }

    /// The same range, ended by what the type can hold where it has no end of its own.
    AllowedRange within(ValueType.WholeNumber type) {
        return new AllowedRange(
                least != null ? least : BigDecimal.valueOf(type.least()),
                leastExcluded,
                most != null ? most : BigDecimal.valueOf(type.most()),
                mostExcluded);
    }

    /// The range as a phrase, such as `1 to 16` or `above 0, at most 1`; null if there is no limit.
    public @Nullable String phrase() {
        if (least != null && most != null && !leastExcluded && !mostExcluded) {
            return least.toPlainString() + " to " + most.toPlainString();
        }
        String from = least == null ? null : (leastExcluded ? "above " : "at least ") + least.toPlainString();
        String to = most == null ? null : (mostExcluded ? "below " : "at most ") + most.toPlainString();
        return from != null && to != null ? from + ", " + to : from != null ? from : to;
    }

    private static BigDecimal number(String literal) {
        return new BigDecimal(literal);
    }
}
