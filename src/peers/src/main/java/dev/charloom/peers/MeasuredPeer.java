package dev.charloom.peers;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What runs in the process of a peer.
@Command(name = "measured-peer")
final class MeasuredPeer implements Callable<Integer> {

    @Parameters(index = "0")
    private Program program;

    @Mixin
    private Run run;

    public static void main(String[] arguments) {
        System.exit(Peers.commandLine(new MeasuredPeer()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Workload workload = run.shape.applyTo(run.workload);
        Peer peer = switch (program) {
            case TORCH, TORCH_MKL -> new TorchPeer(workload, run.threads);
            case ONNX -> new OnnxPeer(workload, run.threads);
            case CHARLOOM, PYTORCH, PYTORCH_COMPILED, TENSORFLOW, JAX ->
                throw new IllegalArgumentException(program + " is not measured in this process");
        };
        Runnable step = workload.sampling() ? peer.sampling() : peer.training();
        System.out.println(Measurement.of(program, workload, run.threads, run.seconds, step)
                .toJson());
        return CommandLine.ExitCode.OK;
    }
}
