package dev.charloom.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Refuses to draw again what is not drawn, or is chosen from a number that is fixed.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = DistinctFits.Check.class)
@interface DistinctFits {

    String message() default "cannot be had with bestOf, beams or temperature 0: nothing could be drawn again";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<DistinctFits, SampleRequest> {

        @Override
        public boolean isValid(SampleRequest request, ConstraintValidatorContext context) {
            WritingFields writing = request.writing();
            boolean drawn = writing.bestOf() == null
                    && writing.beams() == null
                    && writing.sampling().temperature() > 0;
            if (drawn || (!request.distinct().unique() && !request.distinct().novel())) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode(request.distinct().unique() ? "unique" : "novel")
                    .addConstraintViolation();
            return false;
        }
    }
}
