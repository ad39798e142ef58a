package dev.charloom.bench;

import dev.charloom.bench.peak.FmaPeak;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.KernelUnavailable;
import dev.charloom.engine.kernel.Kernels;
import dev.charloom.engine.kernel.QuantizedBlas;
import dev.charloom.engine.kernel.WeightBits;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// `bench`: measures a workload and prints one line of JSON.
public final class BenchCommand {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private final PrintStream out;
    private final PrintStream err;

    /// @param out gets what was asked for and nothing else
    /// @param err gets what is meant for people
    public BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Does what the words say.
    ///
    /// @param words what was written after `bench`
    /// @return the exit code: 0, 1 if the run failed, 2 if the words are wrong
    public int run(List<String> words) {
        if (words.contains("--help")) {
            out.print(usage());
            return OK;
        }
        if (words.contains("--list")) {
            out.print(workloads());
            return OK;
        }
        try {
            var arguments = ArgumentParser.parse(words, Runtime.getRuntime().availableProcessors());
            out.println(measure(arguments).json());
            return OK;
        } catch (InvalidArguments e) {
            err.println(e.getMessage());
            err.println();
            err.print(usage());
            return WRONG_ARGUMENTS;
        } catch (KernelUnavailable e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (OutOfMemoryError e) {
            err.println("The workload needs more memory than the JVM may take, "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; java -Xmx gives it more.");
            return FAILED;
        }
    }

    private BenchReport measure(BenchArguments arguments) {
        Workload workload = arguments.workload();
        Blas blas = kernel(arguments);
        err.printf(
                "%s: %s; threads: %d, kernel: %s%n",
                workload.name(), workload.description(), arguments.threads(), blas.name());
        try (var peak = new FmaPeak(arguments.threads());
                Load load = Load.of(workload, blas, arguments.threads())) {
            warn(peak);
            double before = peak.measure();
            Measurement measured = Measurement.of(load::step, arguments.seconds(), System::nanoTime);
            double after = peak.measure();
            return BenchReport.of(
                    arguments,
                    blas.name(),
                    measured,
                    load.charactersPerStep(),
                    Math.max(before, after),
                    ProcessMemory.peakMebibytes());
        }
    }

    /// The kernel that was asked for; left to the command, the one that the service trains with, or
    /// writes with where 6 bits are no worse.
    private static Blas kernel(BenchArguments arguments) {
        return arguments.workload().sampling() && arguments.kernel().equals(Kernels.AUTO)
                ? new QuantizedBlas(Kernels.forWriting(), WeightBits.SIX)
                : Kernels.choose(arguments.kernel()).blas();
    }

    private void warn(FmaPeak peak) {
        if (peak.isLowerBound()) {
            err.println("The peak is measured by a loop in Java here, and is more than it says.");
        }
    }

    private static String usage() {
        String options =
                Arrays.stream(BenchOption.values()).map(BenchOption::usage).collect(Collectors.joining("\n"));
        return """
                usage: java -jar charloom.jar bench WORKLOAD [options]
                       java -jar charloom.jar bench [options with a shape]
                       java -jar charloom.jar bench --list | --help

                Measures training or sampling and prints one line of JSON.

                WORKLOAD is one of:
                %s
                A workload that an option changes, and one that is made of options alone, is called custom.

                options, and what holds without them:
                %s
                """.formatted(workloads(), options);
    }

    private static String workloads() {
        return Workload.named().stream()
                .map(it -> "  %-13s %s: %s%n"
                        .formatted(it.name(), it.sampling() ? "sampling" : "training", it.description()))
                .collect(Collectors.joining());
    }
}
