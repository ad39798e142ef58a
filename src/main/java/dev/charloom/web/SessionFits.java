package dev.charloom.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Requires of a request in a session that there is one text that can be gone on from.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SessionFits.Check.class)
@interface SessionFits {

    String message() default "needs n to be 1, and excludes bestOf, beams, regex and job";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<SessionFits, CompleteRequest> {

        @Override
        public boolean isValid(CompleteRequest request, ConstraintValidatorContext context) {
            WritingFields writing = request.writing();
            boolean one = writing.n() == 1 && writing.bestOf() == null && writing.beams() == null;
            boolean goesOn =
                    writing.sampling().regex() == null && request.model().job() == null;
            if (request.session() == null || (one && goesOn)) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode("session")
                    .addConstraintViolation();
            return false;
        }
    }
}
