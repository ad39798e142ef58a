package dev.charloom.engine.kernel.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Large pages, of 2 MB on most machines instead of 4 KB.
///
/// A training passes over more pages in a step than the processor remembers addresses of, and nothing is fetched ahead
/// from the page after. Linux gives large pages to memory that asks for them, unless its administrator has turned that
/// off (`/sys/kernel/mm/transparent_hugepage/enabled` is `never`). Where there are none, nothing is done: they are a
/// matter of speed alone, and so the system's refusals are passed over.
///
/// Source: Linux, Documentation/admin-guide/mm/transhuge.rst, and madvise(2).
public final class HugePages {

    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_COLLAPSE = 25; // since Linux 6.1; before, the system gathers pages in its own time

    private static final Path SETTINGS = Path.of("/sys/kernel/mm/transparent_hugepage");

    /// An array begins some bytes into its object; the collector places large ones where a page begins.
    private static final long OBJECT_HEADER = 64;

    private static final long SIZE = size(SETTINGS);

    private HugePages() {}

    /// Gathers the memory of an array in large pages, as far as it covers whole ones, with all that it holds. That
    /// takes about 2 ms per MB, and is worth it for arrays that stay.
    ///
    /// @return whether there are such pages, and the system has gathered them
    public static boolean gather(float[] array) {
        long bytes = (long) array.length * Float.BYTES;
        if (SIZE == 0 || bytes < SIZE) {
            return false;
        }
        // The collector may move an array any time, though hardly one so large. Then other memory of this program's
        // would be gathered, which does no harm.
        long address = SystemCalls.addressOf(array);
        long from = firstPage(address - OBJECT_HEADER);
        long to = lastPage(address + bytes);
        return from < to
                && SystemCalls.advise(from, to - from, MADV_HUGEPAGE)
                && SystemCalls.advise(from, to - from, MADV_COLLAPSE);
    }

    /// Memory off the heap, full of zeros, in large pages as far as it fills whole ones. It is given back when nothing
    /// refers to it any more.
    ///
    /// @param alignment a power of two, no more than a small page
    public static MemorySegment allocate(long bytes, long alignment) {
        Arena arena = Arena.ofAuto();
        return SIZE == 0 || bytes < SIZE
                ? arena.allocate(bytes, alignment)
                : map(bytes, arena).orElseGet(() -> arena.allocate(bytes, alignment));
    }

    /// What lies before the first page and after the last number is never touched, and so takes no memory.
    private static Optional<MemorySegment> map(long bytes, Arena arena) {
        return SystemCalls.map(bytes + SIZE).map(mapped -> {
            long from = firstPage(mapped.address());
            long to = lastPage(from + bytes);
            boolean _ = SystemCalls.advise(from, to - from, MADV_HUGEPAGE);
            return mapped.reinterpret(arena, SystemCalls::unmap).asSlice(from - mapped.address(), bytes);
        });
    }

    /// Where the first page from an address on begins.
    private static long firstPage(long address) {
        return Math.ceilDiv(address, SIZE) * SIZE;
    }

    /// Where the last page that ends before an address, or there, ends.
    private static long lastPage(long address) {
        return Math.floorDiv(address, SIZE) * SIZE;
    }

    /// Bytes of a large page, and 0 where the system gives none.
    ///
    /// @param settings the directory in which Linux tells
    static long size(Path settings) {
        try {
            boolean given = !Files.readString(settings.resolve("enabled")).contains("[never]");
            String bytes = Files.readString(settings.resolve("hpage_pmd_size")).strip();
            return given ? Long.parseLong(bytes) : 0;
        } catch (IOException | RuntimeException e) { // no such file, or not one that may be read
            return 0;
        }
    }
}
