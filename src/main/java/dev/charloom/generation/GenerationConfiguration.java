package dev.charloom.generation;

import dev.charloom.engine.kernel.Kernels;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the generation service together.
@Configuration
@EnableConfigurationProperties(GenerationProperties.class)
class GenerationConfiguration {

    private static final long SEEDS = 1L << 53; // every JSON client represents them exactly

    @Bean
    GenerationService generationService(ModelRepository repository, GenerationProperties properties) {
        String name = properties.defaultModel();
        ModelReference defaultModel = name == null || name.isBlank() ? null : ModelReference.parse(name);
        var threads = Thread.ofPlatform().daemon().name("charloom-writer-", 1).factory();
        var loader = new ModelLoader(repository, Kernels.forWriting(), properties.workerLimits(), threads);
        var models = new LoadedModels(repository, loader, defaultModel, properties.loadedModels());
        var random = new SecureRandom();
        return new GenerationService(
                models,
                new Novelties(repository, properties.loadedModels()),
                properties.timeLimit(),
                () -> random.nextLong(SEEDS),
                System::nanoTime);
    }
}
