package dev.charloom.training;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.repository.ModelRepository;
import dev.charloom.storage.DirectoryLock;
import dev.charloom.storage.DiskQuota;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;

/// Puts the training service together.
@Configuration
@EnableConfigurationProperties({TrainingProperties.class, CorpusLimits.class})
class TrainingConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TrainingConfiguration.class);

    /// Some measurements follow each other within it, and clients still wait.
    private static final Duration LONGEST_WAIT_TO_MEASURE = Duration.ofSeconds(30);

    @Bean
    DiskQuota dataQuota(@Value("${charloom.data-dir}") Path dataDirectory, CorpusLimits limits) {
        return new DiskQuota(dataDirectory, limits.dataBytes());
    }

    /// One service at a time: another one would take up the jobs that this one is at, and clear away what it is
    /// writing. Where there are no locks, as on some network file systems, or nothing can be written, it goes
    /// without.
    @Bean
    @Lazy // taken with the first thing that is kept there
    AutoCloseable dataLock(@Value("${charloom.data-dir}") Path dataDirectory) {
        try {
            return DirectoryLock.on(dataDirectory);
        } catch (IOException e) {
            log.warn("{} cannot be locked, so that nothing keeps another service off: {}", dataDirectory, e.toString());
            return () -> {};
        }
    }

    @Bean
    @DependsOn("dataLock")
    CorpusStore corpusStore(@Value("${charloom.data-dir}") Path dataDirectory, CorpusLimits limits, DiskQuota quota)
            throws IOException {
        return new CorpusStore(dataDirectory.resolve("corpora"), limits.corpusBytes(), quota);
    }

    @Bean
    @DependsOn("dataLock")
    TrainingService trainingService(
            @Value("${charloom.data-dir}") Path dataDirectory,
            CorpusStore corpora,
            ModelRepository repository,
            Blas blas,
            TrainingProperties properties,
            Clock clock,
            DiskQuota quota,
            ObjectProvider<BuildProperties> build)
            throws IOException {
        BuildProperties built = build.getIfAvailable();
        String codeVersion = built == null || built.getVersion() == null ? "unknown" : built.getVersion();
        Path jobs = dataDirectory.resolve("jobs");
        var store = new DirectoryJobStore(jobs);
        var publisher = new ModelPublisher(repository, codeVersion, clock);
        var memory = new TrainingMemory(Runtime.getRuntime().maxMemory());
        var trainers = new Trainers(blas, properties.effectiveThreads(), memory, System::nanoTime);
        var planner = new TrainingPlanner(repository, properties, trainers);
        var runner = new JobRunner(
                store, corpora, repository, planner, publisher, trainers, blas, properties, clock, System::nanoTime);
        var executor = Executors.newFixedThreadPool(
                properties.concurrentJobs(),
                Thread.ofPlatform().name("charloom-job-", 1).factory());
        var service = new TrainingService(
                store,
                new JobDirectories(jobs, clock),
                new UnfinishedModels(publisher, corpora, store),
                planner,
                new MeasurementTurns(LONGEST_WAIT_TO_MEASURE),
                corpora,
                runner,
                new JobIds(clock, new SecureRandom()),
                clock,
                properties.queueCapacity(),
                quota,
                executor);
        service.resume();
        return service;
    }

    /// At the first word of a shutdown, not at its end: jobs make their checkpoints while requests are still
    /// answered.
    @Bean
    ApplicationListener<ContextClosedEvent> jobsStopAtOnce(TrainingService training) {
        return event -> training.interrupt();
    }
}
