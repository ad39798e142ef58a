package dev.charloom.exchange;

import dev.charloom.fuzz.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A target of the fuzzer: any bytes as a file of tensors, of safetensors or NumPy. What is allocated for a tensor is
/// bounded by its file.
public final class TensorFilesFuzz {

    private TensorFilesFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path file = Scratch.empty().resolve("tensors");
        Files.write(file, input);
        try {
            for (StoredTensor tensor : ForeignSafetensors.read(file)) {
                read(tensor, input);
            }
        } catch (ImportRejected e) {
            // refused
        }
        try {
            read(NpyArray.read("array", file), input);
        } catch (ImportRejected e) {
            // refused
        }
    }

    private static void read(StoredTensor tensor, byte[] input) throws IOException {
        if (tensor.values().length > input.length) {
            throw new AssertionError("a tensor has more numbers than its file has bytes");
        }
    }
}
