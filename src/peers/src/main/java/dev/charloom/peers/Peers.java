package dev.charloom.peers;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The command line.
@Command(name = "peers", mixinStandardHelpOptions = true, subcommands = Comparison.class)
public final class Peers {

    public static void main(String[] arguments) {
        System.exit(commandLine(new Peers()).execute(arguments));
    }

    static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Workload.class, Workload::named);
    }

    @Command(description = "Trains or samples with PyTorch and OpenBLAS.", mixinStandardHelpOptions = true)
    int torch(@Mixin Run run) throws IOException, InterruptedException {
        return show(Program.TORCH, run);
    }

    @Command(
            name = "torch-mkl",
            description = "Trains or samples with the official build of PyTorch.",
            mixinStandardHelpOptions = true)
    int torchMkl(@Mixin Run run) throws IOException, InterruptedException {
        return show(Program.TORCH_MKL, run);
    }

    @Command(description = "Samples with ONNX Runtime.", mixinStandardHelpOptions = true)
    int onnx(@Mixin Run run) throws IOException, InterruptedException {
        return show(Program.ONNX, run);
    }

    private static int show(Program program, Run run) throws IOException, InterruptedException {
        System.out.println(program.measure(run.workload, run.shape, run.threads, run.seconds)
                .toJson());
        return CommandLine.ExitCode.OK;
    }
}
