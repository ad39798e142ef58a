package dev.charloom.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requires the names of an object to be single characters, and its numbers to be `-most` to `most`.
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SingleCharacters.Check.class)
@interface SingleCharacters {

    long most();

    String message() default "must have single characters as names and numbers from -{most} to {most} as values";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<SingleCharacters, Map<String, Double>> {

        private long most;

        @Override
        public void initialize(SingleCharacters constraint) {
            most = constraint.most();
        }

        @Override
        public boolean isValid(@Nullable Map<String, Double> numbers, ConstraintValidatorContext context) {
            return numbers == null
                    || numbers.entrySet().stream()
                            .allMatch(entry -> entry.getKey()
                                                    .codePointCount(
                                                            0, entry.getKey().length())
                                            == 1
                                    && Math.abs(entry.getValue()) <= most);
        }
    }
}
