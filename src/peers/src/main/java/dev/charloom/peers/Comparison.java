package dev.charloom.peers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures the programs in turn, A B C A B C …, so that a slow moment of the machine strikes all of them.
@Command(
        name = "compare",
        description = "Measures Charloom and its peers in turn and prints a table in Markdown.",
        mixinStandardHelpOptions = true)
final class Comparison implements Callable<Integer> {

    @Parameters(paramLabel = "WORKLOAD", arity = "0..*", description = "default: all of them")
    private List<Workload> workloads = Workload.NAMED;

    @Mixin
    private Shape shape;

    @Option(names = "--threads", split = ",", defaultValue = "2,1", description = "default: ${DEFAULT-VALUE}")
    private List<Integer> threads;

    @Option(names = "--seconds", defaultValue = "15", description = "of each run; default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--programs",
            split = ",",
            defaultValue = "charloom,torch,torch-mkl,onnx",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}. The last four are run by the Python"
                    + " that PEERS_PYTHON names, python3 by default.")
    private List<Program> programs;

    @Override
    public Integer call() throws Exception {
        System.out.print(header());
        for (Workload workload : workloads) {
            for (int count : threads) {
                System.out.print(row(workload, count, measure(workload, count)));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Map<Program, List<Measurement>> measure(Workload workload, int threads) throws Exception {
        Map<Program, List<Measurement>> measurements = new EnumMap<>(Program.class);
        for (int round = 0; round < rounds; round++) {
            for (Program program : programs) {
                if (program.takesPart(workload)) {
                    Measurement measurement = program.measure(workload, shape, threads, seconds);
                    System.err.printf("%s %s%n", program.title, measurement.toJson());
                    measurements
                            .computeIfAbsent(program, key -> new ArrayList<>())
                            .add(measurement);
                }
            }
        }
        return measurements;
    }

    private String header() {
        List<String> titles = new ArrayList<>(List.of("workload", "threads"));
        programs.forEach(program -> titles.add(program.title));
        peers().forEach(peer -> titles.add("Charloom ÷ " + peer.title));
        return line(titles) + "|---".repeat(titles.size()) + "|\n";
    }

    private String row(Workload workload, int threads, Map<Program, List<Measurement>> measurements) {
        List<String> cells =
                new ArrayList<>(List.of("`" + shape.applyTo(workload).name() + "`", Integer.toString(threads)));
        programs.forEach(program -> cells.add(reached(measurements.get(program))));
        peers().forEach(peer -> cells.add(ratio(measurements.get(Program.CHARLOOM), measurements.get(peer))));
        return line(cells);
    }

    private List<Program> peers() {
        return programs.contains(Program.CHARLOOM)
                ? programs.stream()
                        .filter(program -> program != Program.CHARLOOM)
                        .toList()
                : List.of();
    }

    private static String reached(List<Measurement> runs) {
        return runs == null ? "" : String.format(Locale.ROOT, "%,.0f (best %,d)", median(runs), best(runs));
    }

    private static String ratio(List<Measurement> charloom, List<Measurement> peer) {
        return peer == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.2f (best %.2f)",
                        median(charloom) / median(peer),
                        (double) best(charloom) / best(peer));
    }

    private static double median(List<Measurement> runs) {
        return Measurement.median(runs.stream().map(Measurement::charsPerS).toList());
    }

    private static long best(List<Measurement> runs) {
        return runs.stream().mapToLong(Measurement::best).max().orElseThrow();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
