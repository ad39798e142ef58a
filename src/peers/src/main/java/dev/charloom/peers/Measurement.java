package dev.charloom.peers;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// What one run of a peer reached: one line of JSON, from one process.
///
/// @param charsPerS characters per second of the median step
/// @param best characters per second of the fastest step
/// @param rssMb most memory the process held, in MiB
@JsonIgnoreProperties(ignoreUnknown = true)
record Measurement(String peer, String workload, int threads, long charsPerS, long best, int steps, long rssMb) {

    private static final int WARM_UP_STEPS = 3;
    private static final int LEAST_STEPS = 5;
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /// Repeats a step for `seconds`, after three that do not count.
    static Measurement of(Program program, Workload workload, int threads, double seconds, Runnable step) {
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            step.run();
        }
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1e9 || nanos.size() < LEAST_STEPS) {
            long begin = System.nanoTime();
            step.run();
            nanos.add(System.nanoTime() - begin);
        }
        int characters = workload.charactersPerStep();
        return new Measurement(
                program.toString(),
                workload.name(),
                threads,
                Math.round(characters / (median(nanos) * 1e-9)),
                Math.round(characters / (Collections.min(nanos) * 1e-9)),
                nanos.size(),
                peakMemoryMb());
    }

    static Measurement parse(String line) {
        return JSON.readValue(line, Measurement.class);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2.0;
    }

    private static long peakMemoryMb() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
