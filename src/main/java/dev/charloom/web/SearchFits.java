package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/// Refuses fields that would have no effect beside each other, or that contradict each other.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SearchFits.Check.class)
@interface SearchFits {

    String message() default "does not fit the other fields";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /// A beam search copies its texts at every character.
    int MOST_SEARCHED = 2_000;

    final class Check implements ConstraintValidator<SearchFits, WritingFields> {

        @Override
        public boolean isValid(WritingFields fields, ConstraintValidatorContext context) {
            context.disableDefaultConstraintViolation();
            List<Wrong> wrong = new ArrayList<>();
            bestOf(fields, wrong);
            beams(fields, wrong);
            logprobs(fields, wrong);
            boolean stops = fields.stop() != null && !fields.stop().isEmpty();
            if (stops && fields.sampling().regex() != null) {
                wrong.add(new Wrong("stop", "and regex exclude each other: a text that is cut would match no more"));
            }
            wrong.forEach(it -> context.buildConstraintViolationWithTemplate(it.reason())
                    .addPropertyNode(it.field())
                    .addConstraintViolation());
            return wrong.isEmpty();
        }

        private record Wrong(String field, String reason) {}

        private static void bestOf(WritingFields fields, List<Wrong> wrong) {
            Integer bestOf = fields.bestOf();
            if (bestOf == null) {
                return;
            }
            if (bestOf < fields.n()) {
                wrong.add(new Wrong("bestOf", "must be at least n"));
            }
            if ((long) bestOf * fields.maxLength() > GenerationParams.MOST_IN_ALL) {
                wrong.add(new Wrong("bestOf", "times maxLength must be at most " + GenerationParams.MOST_IN_ALL));
            }
        }

        private static void logprobs(WritingFields fields, List<Wrong> wrong) {
            String texts = fields.bestOf() != null ? "bestOf" : fields.beams() != null ? "beams" : "n";
            int candidates = fields.search().candidates(fields.n());
            if (GenerationParams.logProbabilities(candidates, fields.maxLength(), fields.logprobs())
                    > GenerationParams.MOST_LOG_PROBABILITIES) {
                wrong.add(new Wrong(
                        "logprobs",
                        "plus 1, times maxLength, times %s, must be at most %d"
                                .formatted(texts, GenerationParams.MOST_LOG_PROBABILITIES)));
            }
        }

        private static void beams(WritingFields fields, List<Wrong> wrong) {
            Integer beams = fields.beams();
            if (beams == null) {
                if (fields.lengthPenalty() != null) {
                    wrong.add(new Wrong("lengthPenalty", "needs beams"));
                }
                return;
            }
            if (beams < fields.n()) {
                wrong.add(new Wrong("beams", "must be at least n"));
            }
            if (fields.maxLength() > MOST_SEARCHED) {
                wrong.add(new Wrong("maxLength", "must be at most " + MOST_SEARCHED + " with beams"));
            }
            if (fields.bestOf() != null) {
                wrong.add(new Wrong("beams", "and bestOf exclude each other"));
            }
            if (!fields.sampling().drawsByDefault() || fields.seed() != null) {
                wrong.add(new Wrong(
                        "beams",
                        "draws nothing: temperature, topK, topP, minP, typicalP and seed have to be left out"));
            }
        }
    }
}
