package dev.charloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.Kernels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"", " --sample"})
    void aMeasurementIsOneLineOfJson(String more) {
        String shape = "--cell gru --layers 1 --hidden 4 --vocabulary 5 --batch 2";
        assertThat(run(shape + " --threads 2 --seconds 0.05 --kernel java" + more))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("\\{[^\\n]*}\\R");
        JsonNode report = new JsonMapper().readTree(out.toByteArray());
        assertThat(report.propertyNames())
                .containsExactly(
                        "workload",
                        "threads",
                        "kernel",
                        "chars_per_s",
                        "best",
                        "steps",
                        "gflops",
                        "fma_peak_gflops",
                        "share_of_peak",
                        "rss_mb");
        assertThat(report.get("workload").asString()).isEqualTo("custom");
        assertThat(report.get("threads").asInt()).isEqualTo(2);
        assertThat(report.get("kernel").asString()).isEqualTo("java");
        assertThat(report.get("chars_per_s").asLong()).isPositive();
        assertThat(report.get("best").asLong())
                .isGreaterThanOrEqualTo(report.get("chars_per_s").asLong());
        assertThat(report.get("steps").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(report.get("fma_peak_gflops").asDouble()).isPositive();
        assertThat(report.get("rss_mb").asLong()).isPositive();
    }

    @Test
    void samplingIsMeasuredWithTheKernelThatTheServiceWritesWithUnlessAnotherIsAskedFor() {
        assertThat(run("--hidden 4 --vocabulary 5 --batch 2 --sample --threads 1 --seconds 0.05"))
                .isZero();
        assertThat(new JsonMapper().readTree(out.toByteArray()).get("kernel").asString())
                .isEqualTo(Kernels.forWriting().name() + "-int6");
    }

    @Test
    void wrongArgumentsAreExplainedOnStandardErrorAlone() {
        assertThat(run("charrnn --threads 0")).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--threads: 0, must be a whole number from 1 to 1024")
                .contains("usage: java -jar charloom.jar bench WORKLOAD");
    }

    @Test
    void withoutAnythingToMeasureTheUsageIsShownAsAnError() {
        assertThat(new BenchCommand(stream(out), stream(err)).run(List.of())).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:");
    }

    @Test
    void helpListsEveryOptionAndEveryWorkload() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(BenchOption.flags());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Workload.named().stream().map(Workload::name).toList());
        assertThat(err.size()).isZero();
    }

    @Test
    void theListHasALineForEveryWorkload() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSameSizeAs(Workload.named())
                .anyMatch(line -> line.contains("dinos") && line.contains("1×1024"));
    }

    private int run(String words) {
        return new BenchCommand(stream(out), stream(err)).run(List.of(words.split(" ")));
    }

    private static PrintStream stream(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }
}
