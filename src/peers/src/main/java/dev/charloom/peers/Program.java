package dev.charloom.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A program that is measured, always in a process of its own: it starts like the others, with nothing left over from
/// the run before.
enum Program {
    CHARLOOM("charloom", "Charloom"),
    TORCH("torch", "PyTorch with OpenBLAS"),
    TORCH_MKL("torch-mkl", "PyTorch with MKL"),
    ONNX("onnx", "ONNX Runtime"),
    PYTORCH("pytorch", "PyTorch from Python"),
    PYTORCH_COMPILED("pytorch-compiled", "PyTorch, compiled"),
    TENSORFLOW("tensorflow", "Keras on TensorFlow"),
    JAX("jax", "JAX");

    /// glibc is to keep freed blocks instead of handing them back to the system: the page faults cost PyTorch up to 40
    /// %.
    private static final Map<String, String> KEEP_MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "17179869184",
            "MALLOC_TRIM_THRESHOLD_", "17179869184",
            "MALLOC_TOP_PAD_", "268435456",
            "MALLOC_ARENA_MAX", "1");

    /// OpenMP's threads and OpenBLAS's both spin for a while when their work is done. With no more cores than threads
    /// they take them from one another, unless they give up soon: three to four times as fast.
    private static final Map<String, String> WAIT_BRIEFLY =
            Map.of("GOMP_SPINCOUNT", "2000", "OPENBLAS_THREAD_TIMEOUT", "4");

    /// Hold OpenBLAS to the kernels of an older processor where they are set
    private static final List<String> SLOWING = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

    private static final String CHARLOOM_JAR = "target/charloom.jar";
    private static final String OFFICIAL_LIBTORCH = "src/peers/target/libtorch-mkl/pytorch/cpu/linux-x86_64";

    private static final String FRAMEWORKS = "src/peers/src/main/python/frameworks.py";

    /// The interpreter that has the frameworks
    private static final String PYTHON = System.getenv().getOrDefault("PEERS_PYTHON", "python3");

    private final String command;
    final String title;

    Program(String command, String title) {
        this.command = command;
        this.title = title;
    }

    /// As it is called on the command line
    @Override
    public String toString() {
        return command;
    }

    boolean takesPart(Workload workload) {
        return this != ONNX || workload.sampling();
    }

    /// Runs the program once.
    ///
    /// @throws IllegalStateException if it fails; its error messages have gone to the standard error stream
    Measurement measure(Workload workload, Shape shape, int threads, double seconds)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        if (threads == 1) {
            line.addAll(List.of("taskset", "--cpu-list", "0"));
        }
        line.addAll(
                switch (this) {
                    case CHARLOOM -> java(shape.argumentsAfter(workload.name()), "-jar", CHARLOOM_JAR, "bench");
                    case TORCH, ONNX -> peer(workload, shape);
                    case TORCH_MKL ->
                        peer(
                                workload,
                                shape,
                                "-Dorg.bytedeco.javacpp.pathsFirst=true",
                                "-Djava.library.path=" + OFFICIAL_LIBTORCH);
                    case PYTORCH, PYTORCH_COMPILED, TENSORFLOW, JAX -> python(shape.applyTo(workload));
                });
        line.addAll(List.of("--threads", Integer.toString(threads), "--seconds", Double.toString(seconds)));

        var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        prepare(builder.environment(), threads);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("%s failed at %s%n%s".formatted(title, workload.name(), output));
        }
        return output.lines()
                .filter(text -> text.startsWith("{"))
                .map(Measurement::parse)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s printed no result: %s".formatted(title, output)));
    }

    private void prepare(Map<String, String> environment, int threads) {
        environment.keySet().removeAll(SLOWING);
        if (this != CHARLOOM) {
            environment.putAll(KEEP_MEMORY);
            environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        }
        if (this == TORCH) {
            environment.putAll(WAIT_BRIEFLY);
        }
    }

    private List<String> peer(Workload workload, Shape shape, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC", // no threads of a collector beside those that are measured
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", // otherwise each call asks for the memory in use
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-cp",
                System.getProperty("java.class.path"),
                MeasuredPeer.class.getName(),
                command));
        return java(shape.argumentsAfter(workload.name()), arguments.toArray(String[]::new));
    }

    private static List<String> java(List<String> last, String... first) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(first));
        line.addAll(last);
        return line;
    }

    private List<String> python(Workload workload) {
        List<String> line = new ArrayList<>(List.of(PYTHON, FRAMEWORKS, command, workload.name()));
        if (workload.sampling()) {
            line.add("--sampling");
        }
        line.addAll(List.of("--cell", workload.cell().name().toLowerCase(Locale.ROOT)));
        line.addAll(List.of("--vocabulary", Integer.toString(workload.vocabulary())));
        line.addAll(List.of("--embedding", Integer.toString(workload.embedding())));
        line.addAll(List.of("--hidden", Integer.toString(workload.hidden())));
        line.addAll(List.of("--layers", Integer.toString(workload.layers())));
        line.addAll(List.of("--batch", Integer.toString(workload.batch())));
        line.addAll(List.of("--time", Integer.toString(workload.time())));
        return line;
    }
}
