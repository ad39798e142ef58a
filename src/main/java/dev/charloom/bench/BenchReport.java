package dev.charloom.bench;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// What a run came to.
///
/// @param kernel the kernel that served
/// @param charsPerS characters per second, by the median step
/// @param best the same by the shortest step
/// @param steps how many were measured
/// @param gflops of the products alone, see [Workload#flopsPerCharacter], by the median step
/// @param fmaPeakGflops what the processor could do on as many threads
/// @param shareOfPeak `gflops / fmaPeakGflops`
/// @param rssMb the most memory that the process held, in MiB
record BenchReport(
        String workload,
        int threads,
        String kernel,
        long charsPerS,
        long best,
        int steps,
        double gflops,
        double fmaPeakGflops,
        double shareOfPeak,
        long rssMb) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    static BenchReport of(
            BenchArguments arguments,
            String kernel,
            Measurement measured,
            long charactersPerStep,
            double peakGflops,
            long rssMb) {
        double charactersPerNano = charactersPerStep / measured.medianNanos();
        double gflops = charactersPerNano * arguments.workload().flopsPerCharacter();
        return new BenchReport(
                arguments.workload().name(),
                arguments.threads(),
                kernel,
                Math.round(1e9 * charactersPerNano),
                Math.round(1e9 * charactersPerStep / measured.bestNanos()),
                measured.steps(),
                rounded(gflops, 100),
                rounded(peakGflops, 100),
                rounded(gflops / peakGflops, 10_000),
                rssMb);
    }

    /// One line of JSON.
    String json() {
        return JSON.writeValueAsString(this);
    }

    private static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }
}
