package dev.charloom.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Limits how many characters a request may ask for: `n` times `maxLength`.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CharactersInAll.Check.class)
@interface CharactersInAll {

    long most();

    String message() default "times n must be at most {most}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<CharactersInAll, WritingFields> {

        private long most;

        @Override
        public void initialize(CharactersInAll constraint) {
            most = constraint.most();
        }

        @Override
        public boolean isValid(WritingFields fields, ConstraintValidatorContext context) {
            if ((long) fields.n() * fields.maxLength() <= most) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode("maxLength")
                    .addConstraintViolation();
            return false;
        }
    }
}
