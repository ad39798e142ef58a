package dev.charloom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.exchange.ArchiveFuzz;
import dev.charloom.exchange.ImportFuzz;
import dev.charloom.exchange.TensorFilesFuzz;
import dev.charloom.repository.ModelFilesFuzz;
import dev.charloom.repository.WeightsFuzz;
import dev.charloom.text.CorpusFuzz;
import dev.charloom.training.JobFileFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The targets of the fuzzer (`src/test/scripts/fuzz`) on the inputs that it starts from and those that it once found a
/// failure with, and on some changed at random.
class FuzzSeedsTest {

    private static final Path SEEDS = Path.of("src/test/resources/dev/charloom/fuzz");
    private static final int CHANGED = 200;

    /// Takes whatever bytes there are; what it throws is a failure.
    private interface Target {
        void take(byte[] input) throws Exception;
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                target("ArchiveFuzz", ArchiveFuzz::fuzzerTestOneInput),
                target("ImportFuzz", ImportFuzz::fuzzerTestOneInput),
                target("TensorFilesFuzz", TensorFilesFuzz::fuzzerTestOneInput),
                target("ModelFilesFuzz", ModelFilesFuzz::fuzzerTestOneInput),
                target("WeightsFuzz", WeightsFuzz::fuzzerTestOneInput),
                target("CorpusFuzz", CorpusFuzz::fuzzerTestOneInput),
                target("JobFileFuzz", JobFileFuzz::fuzzerTestOneInput));
    }

    private static Arguments target(String name, Target target) {
        return Arguments.of(name, target);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void noInputDoesMoreThanBeingRefused(String name, Target target) throws Exception {
        target.take(new byte[0]);
        var random = new SplittableRandom(1);
        for (byte[] seed : seeds(name)) {
            target.take(seed);
            for (int i = 0; i < CHANGED / 10; i++) {
                byte[] changed = seed.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                target.take(changed);
            }
        }
    }

    private static Iterable<byte[]> seeds(String target) throws IOException {
        try (var files = Files.list(SEEDS.resolve(target))) {
            var seeds = new java.util.ArrayList<byte[]>();
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            assertThat(seeds).isNotEmpty();
            return seeds;
        }
    }
}
