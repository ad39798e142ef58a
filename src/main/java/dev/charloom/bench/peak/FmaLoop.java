package dev.charloom.bench.peak;

/// Float32 fused multiply-adds that do not wait for each other. Several threads may run it at once.
sealed interface FmaLoop extends AutoCloseable permits NativeFmaLoop, JavaFmaLoop {

    /// The instructions it consists of.
    String name();

    /// Computes.
    ///
    /// @param iterations at least 1
    void run(long iterations);

    /// Floating-point operations, a multiply-add counted as two.
    long flopsPerIteration();

    /// Gives its memory back.
    @Override
    void close();

    /// Machine code where the processor is known and the system lets it run, else a loop in Java.
    static FmaLoop fastest() {
        return Processor.present()
                .widestLoop()
                .flatMap(NativeFmaLoop::load)
                .map(FmaLoop.class::cast)
                .orElseGet(JavaFmaLoop::new);
    }
}
