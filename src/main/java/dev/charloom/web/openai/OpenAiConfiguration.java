package dev.charloom.web.openai;

import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelRepository;
import dev.charloom.web.binding.BodyLimits;
import dev.charloom.web.binding.TolerantBodies;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts together what the controllers of this package need.
@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {

    @Bean
    TolerantBodies tolerantBodies(Validator validator, BodyLimits limits) {
        return new TolerantBodies(validator, limits);
    }

    @Bean
    Stamps stamps(Clock clock) {
        return new Stamps(UUID::randomUUID, clock);
    }

    @Bean
    Orders orders(GenerationService generation, ModelRepository repository) {
        return new Orders(new VocabularyIds(generation, repository));
    }
}
