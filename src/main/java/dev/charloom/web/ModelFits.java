package dev.charloom.web;

import dev.charloom.generation.ModelChoice;
import dev.charloom.repository.ModelName;
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

/// Allows one of `model`, `job` and `models`, and an ensemble that can be one.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ModelFits.Check.class)
@interface ModelFits {

    String message() default "does not fit the other fields";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<ModelFits, ModelFields> {

        private static final String FORM = ModelName.FORM + "(:[1-9][0-9]{0,8})?";

        @Override
        public boolean isValid(ModelFields fields, ConstraintValidatorContext context) {
            context.disableDefaultConstraintViolation();
            boolean fits = true;
            if (fields.job() != null && fields.model() != null) {
                fits = refuse("job", "and model exclude each other", context);
            }
            if (fields.models() != null && (fields.model() != null || fields.job() != null)) {
                return refuse("models", "and model or job exclude each other", context);
            }
            String reason = fields.models() == null ? null : wrong(fields.models());
            return reason == null ? fits : refuse("models", reason, context);
        }

        private static @Nullable String wrong(Map<String, Double> models) {
            if (models.size() < 2 || models.size() > ModelChoice.Source.Ensemble.MOST_MEMBERS) {
                return "must be 2 to " + ModelChoice.Source.Ensemble.MOST_MEMBERS + " models, not " + models.size();
            }
            if (!models.keySet().stream().allMatch(it -> it.matches(FORM))) {
                return "must have models as names: name or name:version";
            }
            return models.values().stream().allMatch(it -> it > 0) ? null : "must have weights above 0";
        }

        private static boolean refuse(String field, String reason, ConstraintValidatorContext context) {
            context.buildConstraintViolationWithTemplate(reason)
                    .addPropertyNode(field)
                    .addConstraintViolation();
            return false;
        }
    }
}
