package dev.charloom.peers;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command line of one run of a peer
final class Run {

    @Parameters(
            paramLabel = "WORKLOAD",
            description = "dinos, headlines, headlines512, charrnn, charrnn512, sample1, sample32")
    Workload workload;

    @Mixin
    Shape shape;

    @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}; one is pinned to a core")
    int threads;

    @Option(
            names = "--seconds",
            defaultValue = "${env:SECONDS_MEASURED:-20}",
            description = "default: ${DEFAULT-VALUE}")
    double seconds;
}
