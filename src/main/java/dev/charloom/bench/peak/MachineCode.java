package dev.charloom.bench.peak;

/// The instructions of a function `void loop(int64_t iterations)` in the C calling convention of Linux.
///
/// An iteration is one fused multiply-add per accumulator register, and accumulators enough that none waits for its
/// own last result: latency times throughput is 8 on the x86-64 processors of today and 16 on the widest ARM ones.
///
/// @param name the instructions it consists of
/// @param bytes position-independent
/// @param flopsPerIteration floating-point operations, two for each lane of a fused multiply-add
record MachineCode(String name, byte[] bytes, int flopsPerIteration) {}
