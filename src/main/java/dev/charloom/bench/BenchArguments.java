package dev.charloom.bench;

/// What is to be measured, and how.
///
/// @param threads at least 1
/// @param seconds how long is measured, above 0
/// @param kernel one of [Kernels#names]
record BenchArguments(Workload workload, int threads, double seconds, String kernel) {}
