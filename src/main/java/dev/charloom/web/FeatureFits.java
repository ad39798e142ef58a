package dev.charloom.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Allows one feature to rank by, and either units by their numbers or so many of the ranking.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = FeatureFits.Check.class)
@interface FeatureFits {

    String message() default "does not fit the other fields";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<FeatureFits, InspectRequest> {

        @Override
        public boolean isValid(InspectRequest request, ConstraintValidatorContext context) {
            context.disableDefaultConstraintViolation();
            boolean fits = true;
            if (request.feature() != null && request.characters() != null) {
                fits = refuse("characters", "and feature exclude each other", context);
            }
            if (request.units() != null && request.top() != null) {
                fits = refuse("top", "and units exclude each other", context);
            }
            return fits;
        }

        private static boolean refuse(String field, String reason, ConstraintValidatorContext context) {
            context.buildConstraintViolationWithTemplate(reason)
                    .addPropertyNode(field)
                    .addConstraintViolation();
            return false;
        }
    }
}
