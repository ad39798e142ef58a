package dev.charloom.generation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;

/// Measures the writing of each model. The names are those of vLLM's metrics, with characters in place of tokens, and
/// the meanings those of OpenTelemetry's conventions for generative AI servers.
///
/// Models come and go, so a bounded number of them has meters: those of the one that was least recently asked for and
/// has nothing under way are let go first, and begin at nothing when it is asked for again.
final class WritingMetrics {

    /// How many models have meters.
    static final int MOST_MODELS = 100;

    private static final double[] LATENCIES = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120
    };
    private static final double[] PER_CHARACTER = {
        0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1
    };
    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final Map<String, OfModel> models = new LinkedHashMap<>(16, 0.75f, true);

    /// @param nanoTime a clock for durations
    WritingMetrics(MeterRegistry registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    /// The meters of a model; its versions share them.
    OfModel of(Author author) {
        synchronized (models) {
            OfModel present = models.get(author.name());
            if (present != null) {
                return present;
            }
            letGoOfOthers();
            var fresh = new OfModel(author.name());
            models.put(author.name(), fresh);
            return fresh;
        }
    }

    /// Makes room for the meters of one more model.
    private void letGoOfOthers() {
        Iterator<OfModel> leastRecent = models.values().iterator();
        while (models.size() >= MOST_MODELS && leastRecent.hasNext()) {
            OfModel model = leastRecent.next();
            if (model.isIdle()) {
                leastRecent.remove();
                model.meters.forEach(registry::remove);
            }
        }
    }

    /// The meters of one model.
    final class OfModel {

        private final Tags tags;
        private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();
        private final Map<String, Counter> ended = new ConcurrentHashMap<>();
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final Counter read;
        private final Counter written;
        private final Timer queueTime;
        private final Timer toFirstCharacter;
        private final Timer perCharacter;
        private final Timer latency;
        private final DistributionSummary batchSize;

        private OfModel(String name) {
            tags = Tags.of("model_name", name);
            gauge("charloom.num.requests.waiting", "Requests that wait for their turn.", waiting);
            gauge("charloom.num.requests.running", "Requests that are under way.", running);
            read = counter("charloom.prompt.characters", "Characters of prompts.");
            written = counter("charloom.generation.characters", "Characters that were written.");
            queueTime = timer("charloom.request.queue.time", "From a request's arrival to its turn.", LATENCIES);
            toFirstCharacter = timer(
                    "charloom.time.to.first.character", "From a request's arrival to its first character.", LATENCIES);
            perCharacter = timer(
                    "charloom.time.per.output.character",
                    "From one character of a text to the next, the mean of each text.",
                    PER_CHARACTER);
            latency = timer("charloom.e2e.request.latency", "From a request's arrival to its end.", LATENCIES);
            batchSize = kept(DistributionSummary.builder("charloom.batch.size")
                    .description("Texts that advanced together in one pass.")
                    .tags(tags)
                    .serviceLevelObjectives(BATCH_SIZES)
                    .register(registry));
        }

        private <M extends Meter> M kept(M meter) {
            meters.add(meter);
            return meter;
        }

        private void gauge(String name, String description, AtomicInteger value) {
            kept(Gauge.builder(name, value, AtomicInteger::get)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        private Counter counter(String name, String description) {
            return kept(
                    Counter.builder(name).description(description).tags(tags).register(registry));
        }

        private Timer timer(String name, String description, double[] seconds) {
            return kept(Timer.builder(name)
                    .description(description)
                    .tags(tags)
                    .serviceLevelObjectives(DoubleStream.of(seconds)
                            .mapToObj(it -> Duration.ofNanos(Math.round(it * 1e9)))
                            .toArray(Duration[]::new))
                    .register(registry));
        }

        private boolean isIdle() {
            return waiting.get() == 0 && running.get() == 0;
        }

        /// So many texts have advanced together.
        void passed(int texts) {
            batchSize.record(texts);
        }

        /// Begins to measure a request that arrives now.
        ///
        /// @param promptCharacters characters that it is to read
        RequestMeasure request(long promptCharacters) {
            return new RequestMeasure(this, promptCharacters, nanoTime);
        }

        /// @param reason why a text ended, as vLLM says it: `stop`, `length`, `abort` or `error`
        void ended(String reason) {
            ended.computeIfAbsent(reason, this::counterOfEnds).increment();
        }

        private Counter counterOfEnds(String reason) {
            return kept(Counter.builder("charloom.request.success")
                    .description("Texts that have ended, by their reason.")
                    .tags(tags.and("finished_reason", reason))
                    .register(registry));
        }

        AtomicInteger waiting() {
            return waiting;
        }

        AtomicInteger running() {
            return running;
        }

        Counter read() {
            return read;
        }

        Counter written() {
            return written;
        }

        Timer queueTime() {
            return queueTime;
        }

        Timer toFirstCharacter() {
            return toFirstCharacter;
        }

        Timer perCharacter() {
            return perCharacter;
        }

        Timer latency() {
            return latency;
        }
    }
}
