package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/// oneDNN's matrix products, bound through the foreign function API.
final class OneDnn {

    private static final Linker LINKER = Linker.nativeLinker();
    // The arrays are handed over as they lie on the heap: nothing is copied, and the garbage collector waits.
    private static final Linker.Option ON_HEAP = Linker.Option.critical(true);

    private OneDnn() {}

    /// Loads the library.
    ///
    /// @throws KernelUnavailable if this platform has none, or the system does not load it
    static void load() {
        try {
            var _ = Library.SGEMM.type(); // initialises the class
        } catch (ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KernelUnavailable("onednn", String.valueOf(cause.getMessage()), cause);
        } catch (NoClassDefFoundError e) {
            throw new KernelUnavailable("onednn", "an earlier attempt to load it failed", e);
        }
    }

    /// What has been loaded, once per JVM; where that failed, the class stays unusable and says why.
    private static final class Library {

        private static final MethodHandle SGEMM;

        static {
            try {
                SymbolLookup library = load(NativePlatform.current()
                        .orElseThrow(() -> new IOException("there is none for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch"))));
                SGEMM = LINKER.downcallHandle(
                        library.findOrThrow("dnnl_sgemm"),
                        FunctionDescriptor.of(
                                JAVA_INT,
                                JAVA_BYTE,
                                JAVA_BYTE,
                                JAVA_LONG,
                                JAVA_LONG,
                                JAVA_LONG,
                                JAVA_FLOAT,
                                ADDRESS,
                                JAVA_LONG,
                                ADDRESS,
                                JAVA_LONG,
                                JAVA_FLOAT,
                                ADDRESS,
                                JAVA_LONG),
                        ON_HEAP);
            } catch (IOException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        private Library() {}
    }

    private static SymbolLookup load(NativePlatform platform) throws IOException {
        var files = NativeLibraryCache.ofUser().unpack(platform);
        keepToOneThread();
        try {
            for (Path file : files.subList(0, files.size() - 1)) {
                SymbolLookup.libraryLookup(file, Arena.global());
            }
            return SymbolLookup.libraryLookup(files.getLast(), Arena.global());
        } catch (IllegalArgumentException e) {
            throw new IOException("the system does not load it; is libstdc++ installed? " + e.getMessage(), e);
        }
    }

    /// Threads of the library's own would spin between calls and take time from ours. OpenMP reads the environment when
    /// it is loaded, so it has to be told before that.
    private static void keepToOneThread() {
        Optional<MemorySegment> setenv = LINKER.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        MethodHandle handle =
                LINKER.downcallHandle(setenv.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) handle.invokeExact(arena.allocateFrom("OMP_NUM_THREADS"), arena.allocateFrom("1"), 1);
        } catch (Throwable e) {
            throw new IllegalStateException("setenv could not be called", e);
        }
    }

    /// `C ← β·C + op(A)·B`, row-major, with `op(A)` M×K, `B` K×N and `C` M×N.
    ///
    /// @param transposeA whether A is stored as K×M
    /// @param a read from element `aAt` on, its rows `lda` elements apart; likewise b and c
    /// @param c modified
    static void sgemm(
            boolean transposeA,
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            float beta,
            float[] c,
            int cAt,
            int ldc) {
        int status;
        try {
            status = (int) Library.SGEMM.invokeExact(
                    (byte) (transposeA ? 'T' : 'N'),
                    (byte) 'N',
                    (long) m,
                    (long) n,
                    (long) k,
                    1f,
                    segment(a, aAt),
                    (long) lda,
                    segment(b, bAt),
                    (long) ldb,
                    beta,
                    segment(c, cAt),
                    (long) ldc);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_sgemm could not be called", e);
        }
        if (status != 0) {
            throw new IllegalStateException("dnnl_sgemm of " + m + "×" + k + "×" + n + " gave status " + status);
        }
    }

    private static MemorySegment segment(float[] array, int from) {
        return MemorySegment.ofArray(array).asSlice((long) from * Float.BYTES);
    }
}
