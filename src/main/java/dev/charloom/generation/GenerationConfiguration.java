package dev.charloom.generation;

import dev.charloom.engine.kernel.Kernels;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the generation service together.
@Configuration
@EnableConfigurationProperties(GenerationProperties.class)
class GenerationConfiguration {

    private static final long SEEDS = 1L << 53; // every JSON client represents them exactly

    /// Two teams on the same processors would wait for each other's members, so while a job trains, each model is
    /// written with by one thread.
    @Bean
    SharedTeam writingTeam(GenerationProperties properties, JobModels jobs) {
        return new SharedTeam(properties.effectiveThreads(), "charloom-writing", () -> !jobs.atWork());
    }

    @Bean
    GenerationService generationService(
            ModelRepository repository,
            JobModels jobs,
            SharedTeam writingTeam,
            MeterRegistry registry,
            GenerationProperties properties) {
        LongSupplier nanoTime = System::nanoTime;
        var metrics = new WritingMetrics(registry, nanoTime);
        var random = new SecureRandom();
        var novelties = new Novelties(repository, properties.loadedModels());
        return new GenerationService(
                models(repository, jobs, writingTeam, properties, metrics),
                new WorkPlanner(novelties, metrics, () -> random.nextLong(SEEDS)),
                new Sessions(properties.sessions(), properties.sessionTime(), nanoTime),
                metrics,
                properties.timeLimit(),
                nanoTime);
    }

    private static LoadedModels models(
            ModelRepository repository,
            JobModels jobs,
            SharedTeam team,
            GenerationProperties properties,
            WritingMetrics metrics) {
        String name = properties.defaultModel();
        ModelReference defaultModel = name == null || name.isBlank() ? null : ModelReference.parse(name);
        var threads = Thread.ofPlatform().daemon().name("charloom-writer-", 1).factory();
        var loader = new ModelLoader(
                repository, jobs, Kernels.forWriting(), team, properties.workerLimits(), threads, metrics);
        return new LoadedModels(new ModelKeys(repository, jobs, defaultModel), loader, properties.loadedModels());
    }
}
