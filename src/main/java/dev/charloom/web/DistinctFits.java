package dev.charloom.web;

import dev.charloom.generation.Distinct;
import dev.charloom.generation.GenerationParams;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Refuses to draw again what is not drawn, or is chosen from a number that is fixed, and limits the
/// log-probabilities of what is drawn beside the texts that are wanted.
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
            if (request.distinct().equals(Distinct.NO)) {
                return true;
            }
            boolean drawn = writing.bestOf() == null
                    && writing.beams() == null
                    && writing.sampling().temperature() > 0;
            if (!drawn) {
                String field = request.distinct().unique() ? "unique" : "novel";
                refuse(field, context.getDefaultConstraintMessageTemplate(), context);
                return false;
            }
            return keepsFewLogProbabilities(writing, context);
        }

        private static boolean keepsFewLogProbabilities(WritingFields writing, ConstraintValidatorContext context) {
            if (keepsFew(writing.n() + (long) Distinct.MOST_BESIDE, writing) || !keepsFew(writing.n(), writing)) {
                return true; // or it is refused for the texts that are wanted already
            }
            String reason = "plus 1, times maxLength, times n plus %d with unique or novel, must be at most %d"
                    .formatted(Distinct.MOST_BESIDE, GenerationParams.MOST_LOG_PROBABILITIES);
            refuse("logprobs", reason, context);
            return false;
        }

        private static boolean keepsFew(long texts, WritingFields writing) {
            return GenerationParams.logProbabilities(texts, writing.maxLength(), writing.logprobs())
                    <= GenerationParams.MOST_LOG_PROBABILITIES;
        }

        private static void refuse(String field, String reason, ConstraintValidatorContext context) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(reason)
                    .addPropertyNode(field)
                    .addConstraintViolation();
        }
    }
}
