package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchReportTest {

    @Test
    void ratesFollowFromTheMedianAndTheShortestStep() {
        var arguments = new BenchArguments(Workload.named("charrnn").orElseThrow(), 2, 20, "auto");
        var measured = new Measurement(400, 50e6, 40_000_000); // 2500 characters in 50 ms, at best in 40
        BenchReport report = BenchReport.of(arguments, "java", measured, 2500, 200, 345);
        // 6 · (3·128·512 + 128·65) operations a character, 50,000 characters a second
        assertThat(report.json())
                .isEqualTo("{\"workload\":\"charrnn\",\"threads\":2,\"kernel\":\"java\",\"chars_per_s\":50000,"
                        + "\"best\":62500,\"steps\":400,\"gflops\":61.48,\"fma_peak_gflops\":200.0,"
                        + "\"share_of_peak\":0.3074,\"rss_mb\":345}");
    }
}
