package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.linux.ExecutableMemory;
import dev.charloom.engine.kernel.linux.ProcessorFlags;
import dev.charloom.engine.kernel.x86.InstructionSet;
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
import java.util.Optional;

/// All kernels in machine code for one instruction set, written once per JVM into memory of their own.
///
/// Where masks cost something, functions come with them and without.
final class X86Code {

    /// Functions start at cache lines.
    private static final int ALIGNMENT = 64;

    /// `int3`, which stops a program that runs into it.
    private static final int TRAP = 0xCC;

    private static final Map<InstructionSet, X86Code> WRITTEN = new EnumMap<>(InstructionSet.class);

    private final InstructionSet set;
    private final TileShape largestTile;
    private final boolean multipliesBytes;
    private final List<MemorySegment> functions;

    // Where each kind of function begins among all.
    private final int packLeft;
    private final int transpose;
    private final int scatter;
    private final int softmax;
    private final Map<GateProgram, Integer> gates = new EnumMap<>(GateProgram.class);
    private final Map<LeftLayout, Integer> products = new EnumMap<>(LeftLayout.class);
    private final Map<LeftLayout, Integer> productsOfSharedPanels = new EnumMap<>(LeftLayout.class);
    private final Optional<TileShape> largestOfTwoPanels;
    private final int int8Products;
    private final int int6Products;

    private X86Code(InstructionSet set) {
        this.set = set;
        largestTile = ProductCode.largest(set);
        largestOfTwoPanels = ProductCode.largestOfTwoPanels(set);
        multipliesBytes = set == InstructionSet.AVX2 || ProcessorFlags.present().contains("avx512_vnni");
        var all = new ArrayList<byte[]>();
        add(all, masked -> PackCode.of(set, largestTile.vectors(), masked));
        packLeft = all.size();
        all.add(PackCode.ofLeft(set));
        transpose = all.size();
        all.add(TransposeCode.of(largestTile.rowBytes()));
        scatter = all.size();
        add(all, masked -> ScatterCode.of(set, masked));
        softmax = all.size();
        add(all, masked -> SoftmaxCode.of(set, masked));
        for (GateProgram program : GateProgram.values()) {
            gates.put(program, all.size());
            add(all, masked -> program.code(set, masked));
        }
        for (LeftLayout left : ProductCode.layouts(set)) {
            products.put(left, all.size());
            addProducts(all, left);
            if (ProductCode.distinguishesSharedPanels(set, left)) {
                productsOfSharedPanels.put(left, all.size());
                addProducts(all, left, true);
            } else {
                productsOfSharedPanels.put(left, products(left));
            }
        }
        int8Products = all.size();
        if (multipliesBytes) {
            addTiles(all, largestQuantizedTile(), (rows, vectors, masked) -> int8Product(rows, vectors, masked));
        }
        int6Products = all.size();
        if (multipliesBytes) {
            addInt6Products(all);
        }
        functions = functions(all);
    }

    /// The code for an instruction set.
    ///
    /// @throws KernelUnavailable if the processor or the system does not run it
    static X86Code of(InstructionSet set) {
        if (!set.isPresent()) {
            throw new KernelUnavailable(
                    set.label(), "it needs Linux on a processor with " + String.join(" and ", set.flags()), null);
        }
        synchronized (WRITTEN) {
            return WRITTEN.computeIfAbsent(set, X86Code::new);
        }
    }

    InstructionSet set() {
        return set;
    }

    /// The largest tile of a product.
    TileShape largestTile() {
        return largestTile;
    }

    /// Whether there are products of bytes.
    boolean multipliesBytes() {
        return multipliesBytes;
    }

    MemorySegment pack(boolean masked) {
        return function(0, 0, masked);
    }

    /// Copies to tiles of A.
    MemorySegment packLeft() {
        return functions.get(packLeft);
    }

    /// Copies rows to columns of a panel.
    MemorySegment transpose() {
        return functions.get(transpose);
    }

    MemorySegment scatter(boolean masked) {
        return function(scatter, 0, masked);
    }

    MemorySegment softmax(boolean masked) {
        return function(softmax, 0, masked);
    }

    MemorySegment gates(GateProgram program, boolean masked) {
        return function(Objects.requireNonNull(gates.get(program)), 0, masked);
    }

    /// Of how many panels a tile of so many rows has all columns, where there are enough: 1 or 2.
    int panelsOfTile(int rows) {
        return largestOfTwoPanels.isPresent()
                        && rows <= largestOfTwoPanels.get().rows()
                ? 2
                : 1;
    }

    /// @param left one of [ProductCode#layouts]
    /// @param rows of a tile, from 1 to those of the largest one
    /// @param vectors of a tile's row, from 1 to those of the largest one
    /// @param sharedPanels whether several tiles read the same panel
    MemorySegment product(LeftLayout left, int rows, int vectors, boolean masked, boolean sharedPanels) {
        int first = sharedPanels ? Objects.requireNonNull(productsOfSharedPanels.get(left)) : products(left);
        return function(first, largestTile.index(rows, vectors), masked);
    }

    /// Products with tiles of two panels.
    ///
    /// @param left one of [ProductCode#layouts]
    /// @param rows of a tile
    MemorySegment productOfTwoPanels(LeftLayout left, int rows) {
        return functions.get(products(left) + largestTile.count() * variants() + rows - 1);
    }

    private int products(LeftLayout left) {
        return Objects.requireNonNull(products.get(left));
    }

    /// The largest tile of a product with integers.
    TileShape largestQuantizedTile() {
        return set == InstructionSet.AVX2 ? BytePairProductCode.LARGEST : Int8ProductCode.LARGEST;
    }

    /// Products with integers.
    ///
    /// @param vectors with weights in [QuantizedLayout#SIX_BITS], those of a whole panel
    MemorySegment quantizedProduct(WeightBits bits, int rows, int vectors, boolean masked) {
        if (bits == WeightBits.SIX && set == InstructionSet.AVX512) {
            return functions.get(int6Products + rows - 1);
        }
        int first = bits == WeightBits.SIX ? int6Products : int8Products;
        return function(first, largestQuantizedTile().index(rows, vectors), masked);
    }

    private MemorySegment function(int first, int index, boolean masked) {
        return functions.get(first + index * variants() + (masked ? 0 : variants() - 1));
    }

    /// Functions of a kind: with masks, and where these cost something, also without.
    private int variants() {
        return set.hasMaskRegisters() ? 1 : 2;
    }

    private interface Variant {
        byte[] of(boolean masked);
    }

    private interface Tile {
        byte[] of(int rows, int vectors, boolean masked);
    }

    private void add(List<byte[]> all, Variant function) {
        all.add(function.of(true));
        if (variants() == 2) {
            all.add(function.of(false));
        }
    }

    private void addTiles(List<byte[]> all, TileShape largest, Tile function) {
        for (int rows = 1; rows <= largest.rows(); rows++) {
            for (int vectors = 1; vectors <= largest.vectors(); vectors++) {
                int height = rows;
                int width = vectors;
                add(all, masked -> function.of(height, width, masked));
            }
        }
    }

    /// Those of one panel, then those of two.
    private void addProducts(List<byte[]> all, LeftLayout left) {
        addProducts(all, left, false);
        largestOfTwoPanels.ifPresent(largest -> {
            for (int rows = 1; rows <= largest.rows(); rows++) {
                all.add(ProductCode.ofTwoPanels(largest, rows, left));
            }
        });
    }

    private void addProducts(List<byte[]> all, LeftLayout left, boolean sharedPanels) {
        addTiles(
                all,
                largestTile,
                (rows, vectors, masked) -> ProductCode.of(set, rows, vectors, masked, left, sharedPanels));
    }

    private byte[] int8Product(int rows, int vectors, boolean masked) {
        return set == InstructionSet.AVX2
                ? BytePairProductCode.of(WeightBits.EIGHT, rows, vectors, masked)
                : Int8ProductCode.of(rows, vectors);
    }

    private void addInt6Products(List<byte[]> all) {
        if (set == InstructionSet.AVX2) {
            addTiles(
                    all,
                    BytePairProductCode.LARGEST,
                    (rows, vectors, masked) -> BytePairProductCode.of(WeightBits.SIX, rows, vectors, masked));
        } else {
            for (int rows = 1; rows <= Int8ProductCode.LARGEST.rows(); rows++) {
                all.add(Int6ProductCode.of(rows));
            }
        }
    }

    private List<MemorySegment> functions(List<byte[]> all) {
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
                .orElseThrow(() ->
                        new KernelUnavailable(set.label(), "the system runs no code that is made at run time", null));
        return starts.stream().map(memory::function).toList();
    }

    /// Room for arguments of 64 bits, in cache lines of their own: a thread writes its own before every call, and would
    /// take the line away from one that has its arguments in the same.
    static MemorySegment arguments(int count) {
        long line = TileCode.LINE;
        return Arena.ofAuto().allocate(Math.ceilDiv(count * (long) Long.BYTES, line) * line, line);
    }

    /// How a function is called: its address comes first. Arrays are handed over as they lie on the heap: nothing is
    /// copied, and the garbage collector waits.
    static MethodHandle call(FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(type, Linker.Option.critical(true));
    }
}
