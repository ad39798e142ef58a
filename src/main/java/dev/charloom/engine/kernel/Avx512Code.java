package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.ExecutableMemory;
import dev.charloom.engine.kernel.x86.ProcessorFlags;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// All kernels in machine code, written once per JVM into memory of their own.
///
/// The class is initialised by [#load]; where that fails, it stays unusable and says why.
final class Avx512Code {

    /// Functions start at cache lines.
    private static final int ALIGNMENT = 64;

    /// `int3`, which stops a program that runs into it.
    private static final int TRAP = 0xCC;

    private static final MemorySegment PACK;
    private static final MemorySegment SCATTER;
    private static final Map<GateProgram, MemorySegment> GATES = new EnumMap<>(GateProgram.class);

    /// By rows, then by vectors of 16 columns, both from 1.
    private static final List<MemorySegment> PRODUCTS;

    /// The same with integers of 8 bits; empty where the processor has no such instructions.
    private static final List<MemorySegment> INT8_PRODUCTS;

    /// With weights of 6 bits, by rows from 1.
    private static final List<MemorySegment> INT6_PRODUCTS;

    static {
        Set<String> flags = ProcessorFlags.present();
        if (!System.getProperty("os.name").equals("Linux") || !flags.contains("avx512f")) {
            throw new IllegalStateException("it needs Linux on a processor with AVX-512");
        }
        var programs = List.of(GateProgram.values());
        int gates = 2;
        int products = gates + programs.size();
        int int8Products = products + ProductCode.LARGEST.count();
        List<MemorySegment> functions = functions(allCode(programs, flags.contains("avx512_vnni")));
        PACK = functions.getFirst();
        SCATTER = functions.get(1);
        programs.forEach(program -> GATES.put(program, functions.get(gates + programs.indexOf(program))));
        PRODUCTS = List.copyOf(functions.subList(products, int8Products));
        int int6Products = Math.min(functions.size(), int8Products + Int8ProductCode.LARGEST.count());
        INT8_PRODUCTS = List.copyOf(functions.subList(int8Products, int6Products));
        INT6_PRODUCTS = List.copyOf(functions.subList(int6Products, functions.size()));
    }

    private Avx512Code() {}

    /// Writes the code.
    ///
    /// @throws KernelUnavailable if the processor or the system does not run it
    static void load() {
        try {
            var _ = PRODUCTS.size(); // initialises the class
        } catch (ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KernelUnavailable("avx512", String.valueOf(cause.getMessage()), cause);
        } catch (NoClassDefFoundError e) {
            throw new KernelUnavailable("avx512", "an earlier attempt to load it failed", e);
        }
    }

    /// Whether the processor has products of bytes (AVX-512 VNNI), and all this can be used.
    static boolean hasInt8Products() {
        try {
            load();
            return !INT8_PRODUCTS.isEmpty();
        } catch (KernelUnavailable e) {
            return false;
        }
    }

    static MemorySegment pack() {
        return PACK;
    }

    static MemorySegment scatter() {
        return SCATTER;
    }

    static MemorySegment gates(GateProgram program) {
        return Objects.requireNonNull(GATES.get(program), "all programs are there");
    }

    /// @param rows of a tile, from 1 to those of the largest one
    /// @param vectors of a tile's row, from 1 to those of the largest one
    static MemorySegment product(int rows, int vectors) {
        return PRODUCTS.get(ProductCode.LARGEST.index(rows, vectors));
    }

    /// The same with integers of 8 bits.
    static MemorySegment int8Product(int rows, int vectors) {
        return INT8_PRODUCTS.get(Int8ProductCode.LARGEST.index(rows, vectors));
    }

    /// The same with weights of 6 bits, in whole panels.
    static MemorySegment int6Product(int rows) {
        return INT6_PRODUCTS.get(rows - 1);
    }

    /// Room for arguments of 64 bits, in cache lines of their own: a thread writes its own before every call, and would
    /// take the line away from one that has its arguments in the same.
    static MemorySegment arguments(int count) {
        long line = 64;
        return Arena.ofAuto().allocate(Math.ceilDiv(count * (long) Long.BYTES, line) * line, line);
    }

    /// How a function is called: its address comes first. Arrays are handed over as they lie on the heap: nothing is
    /// copied, and the garbage collector waits.
    static MethodHandle call(FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(type, Linker.Option.critical(true));
    }

    private static List<byte[]> allCode(List<GateProgram> programs, boolean int8) {
        var all = new ArrayList<byte[]>();
        all.add(PackCode.code());
        all.add(ScatterCode.code());
        programs.forEach(program -> all.add(program.code()));
        addTiles(all, ProductCode.LARGEST, ProductCode::of);
        if (int8) {
            addTiles(all, Int8ProductCode.LARGEST, Int8ProductCode::of);
            for (int rows = 1; rows <= Int8ProductCode.LARGEST.rows(); rows++) {
                all.add(Int6ProductCode.of(rows));
            }
        }
        return all;
    }

    private interface ProductKind {
        byte[] of(int rows, int vectors);
    }

    private static void addTiles(List<byte[]> all, TileShape largest, ProductKind kind) {
        for (int rows = 1; rows <= largest.rows(); rows++) {
            for (int vectors = 1; vectors <= largest.vectors(); vectors++) {
                all.add(kind.of(rows, vectors));
            }
        }
    }

    private static List<MemorySegment> functions(List<byte[]> all) {
        var bytes = new ByteArrayOutputStream();
        var starts = new ArrayList<Integer>();
        for (byte[] code : all) {
            while (bytes.size() % ALIGNMENT != 0) {
                bytes.write(TRAP);
            }
            starts.add(bytes.size());
            bytes.writeBytes(code);
        }
        ExecutableMemory memory = ExecutableMemory.of(bytes.toByteArray())
                .orElseThrow(() -> new IllegalStateException("the system runs no code that is made at run time"));
        return starts.stream().map(memory::function).toList();
    }
}
