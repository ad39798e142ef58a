package dev.charloom.engine.kernel.x86;

import java.util.Arrays;

/// Writes machine code for x86-64 with vector instructions: those that the kernels need, each a method.
///
/// Vector registers are given by their numbers: ZMM0 to ZMM31 with AVX-512, YMM0 to YMM15 with AVX2. So are masks: mask
/// registers K1 to K7 with AVX-512, vector registers with AVX2; mask 0 means none.
///
/// Encodings after the "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2: the REX prefix in
/// section 2.2.1, the VEX prefix in section 2.3.5, the EVEX prefix in section 2.7 (their register bits are stored
/// inverted; one-byte displacements count in units of the operand's size after EVEX, section 2.7.5, in bytes after
/// VEX).
public final class Assembler {

    private static final int MAP_0F = 1;
    private static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;

    private static final int NO_PREFIX = 0;
    private static final int PREFIX_66 = 1;
    private static final int PREFIX_F3 = 2;

    // The length of vectors, as the VEX prefix has it.
    private static final int VEX_128 = 0;
    private static final int VEX_256 = 1 << 2;

    private final InstructionSet set;
    private byte[] code = new byte[1024];
    private int size;

    /// @param set the vector instructions that are written
    public Assembler(InstructionSet set) {
        this.set = set;
    }

    /// What has been written.
    public byte[] code() {
        return Arrays.copyOf(code, size);
    }

    /// The place of the next instruction, where a jump can go back to.
    public int here() {
        return size;
    }

    // ---- general registers

    public void move(General to, General from) {
        general(0x89, from, to);
    }

    public void load(General to, Address from) {
        general(0x8B, to, from);
    }

    public void store(Address to, General from) {
        general(0x89, from, to);
    }

    /// A signed integer of 32 bits.
    public void loadInt(General to, Address from) {
        general(0x63, to, from);
    }

    public void add(General to, General summand) {
        general(0x01, summand, to);
    }

    public void add(General to, Address summand) {
        general(0x03, to, summand);
    }

    /// The lower half of the product.
    public void multiply(General to, General factor) {
        emit(0x48 | to.high() << 2 | factor.high(), 0x0F, 0xAF, 0b11_000_000 | to.low() << 3 | factor.low());
    }

    /// The same with a factor in memory.
    public void multiply(General to, Address factor) {
        rexW(to.high(), factor);
        emit(0x0F, 0xAF);
        memory(to.low(), factor, 1);
    }

    /// The same with a factor of one byte, which has a sign.
    public void multiply(General to, int factor) {
        emit(0x48 | to.high() << 2 | to.high(), 0x6B, 0b11_000_000 | to.low() << 3 | to.low(), factor);
    }

    /// Without sign.
    public void shiftRight(General to, int bits) {
        emit(0x48 | to.high(), 0xC1, 0b11_101_000 | to.low(), bits);
    }

    /// Sets the zero flag where the two have no bit in common.
    public void test(General a, General b) {
        general(0x85, b, a);
    }

    /// Sets the zero flag where none of the bits is set.
    public void test(General of, int bits) {
        emit(0x48 | of.high(), 0xF7, 0b11_000_000 | of.low());
        emit32(bits);
    }

    /// `to ← the address itself`.
    public void loadAddress(General to, Address address) {
        general(0x8D, to, address);
    }

    /// Sets the zero flag when the counter arrives at zero.
    public void decrement(General counter) {
        emit(0x48 | counter.high(), 0xFF, 0b11_001_000 | counter.low());
    }

    /// The same with a counter in memory.
    public void decrement(Address counter) {
        rexW(0, counter);
        emit(0xFF);
        memory(1, counter, 1);
    }

    /// Back to a place that [#here] gave, if the zero flag is not set.
    public void jumpIfNotZero(int target) {
        emit(0x0F, 0x85);
        emit32(target - (size + 4));
    }

    /// Back to a place that [#here] gave.
    public void jump(int target) {
        emit(0xE9);
        emit32(target - (size + 4));
    }

    /// Forward, if the zero flag is set, to where [#arrive] will be called with the result.
    public int jumpForwardIfZero() {
        return jumpForward(0x84);
    }

    /// Forward, if the zero flag is not set, as [#jumpForwardIfZero].
    public int jumpForwardIfNotZero() {
        return jumpForward(0x85);
    }

    /// Forward, if the sign flag is set, as [#jumpForwardIfZero].
    public int jumpForwardIfNegative() {
        return jumpForward(0x88);
    }

    private int jumpForward(int condition) {
        emit(0x0F, condition);
        emit32(0);
        return size;
    }

    /// Lets a jump forward end here.
    public void arrive(int jump) {
        int distance = size - jump;
        for (int i = 0; i < Integer.BYTES; i++) {
            code[jump - Integer.BYTES + i] = (byte) (distance >> (Byte.SIZE * i));
        }
    }

    public void push(General register) {
        rexIfHigh(register, 0x50 | register.low());
    }

    public void pop(General register) {
        rexIfHigh(register, 0x58 | register.low());
    }

    /// Into all caches.
    public void prefetch(Address address) {
        prefetch(0x18, address);
    }

    /// The same where the address is going to be written.
    public void prefetchToWrite(Address address) {
        prefetch(0x0D, address);
    }

    private void prefetch(int opcode, Address address) {
        if (address.base().high() != 0 || indexHigh(address) != 0) {
            emit(0x40 | indexHigh(address) << 1 | address.base().high());
        }
        emit(0x0F, opcode);
        memory(1, address, 1);
    }

    /// Ends the function.
    public void leave() {
        emit(0xC5, 0xF8, 0x77); // vzeroupper: mixing with code for older vectors is slow otherwise
        emit(0xC3);
    }

    // ---- masks

    /// `mask ← what [InstructionSet#writeMask] wrote`; RAX is overwritten.
    public void loadMask(int mask, Address from) {
        if (set.hasMaskRegisters()) {
            load(General.RAX, from);
            emit(0xC5, 0xF8, 0x92, 0b11_000_000 | mask << 3); // kmovw mask, eax
        } else {
            loadFloats(mask, from, 0);
        }
    }

    // ---- floats

    /// Zeros where the mask is zero; the memory there is not touched.
    public void loadFloats(int to, Address from, int mask) {
        if (mask != 0 && !set.hasMaskRegisters()) {
            vex(MAP_0F38, PREFIX_66, VEX_256, 0x2C, to, mask, from);
        } else {
            vector(MAP_0F, NO_PREFIX, 0x10, to, 0, from, set.vectorBytes(), mask, mask != 0);
        }
    }

    /// Leaves the memory as it is where the mask is zero.
    public void storeFloats(Address to, int from, int mask) {
        if (mask != 0 && !set.hasMaskRegisters()) {
            vex(MAP_0F38, PREFIX_66, VEX_256, 0x2E, from, mask, to);
        } else {
            vector(MAP_0F, NO_PREFIX, 0x11, from, 0, to, set.vectorBytes(), mask, false);
        }
    }

    /// The first element alone, of one of the first sixteen registers.
    public void storeFirstFloat(Address to, int from) {
        vex(MAP_0F, PREFIX_F3, VEX_128, 0x11, from, 0, to);
    }

    /// `to[k] ← from[k xor distance]`: every element trades places with the one that lies so far away.
    ///
    /// @param distance a power of two below the number of elements
    public void exchangeFloats(int to, int from, int distance) {
        int pairs = 0b10_11_00_01; // 1, 0, 3, 2
        int halves = 0b01_00_11_10; // 2, 3, 0, 1
        if (distance < 4) {
            vector(MAP_0F, NO_PREFIX, 0xC6, to, from, from);
            emit(distance == 1 ? pairs : halves);
        } else if (set == InstructionSet.AVX512) {
            vector(MAP_0F3A, PREFIX_66, 0x23, to, from, from);
            emit(distance == 4 ? pairs : halves);
        } else {
            vector(MAP_0F3A, PREFIX_66, 0x06, to, from, from);
            emit(1);
        }
    }

    /// `to ← the float at an address, in every element`.
    public void broadcastFloat(int to, Address from) {
        vector(MAP_0F38, PREFIX_66, 0x18, to, 0, from, Float.BYTES, 0, false);
    }

    /// `sum ← sum + a·b`, rounded once.
    public void multiplyAdd(int sum, int a, int b) {
        vector(MAP_0F38, PREFIX_66, 0xB8, sum, a, b);
    }

    /// `product ← product·factor + summand`, rounded once.
    public void multiplyThenAdd(int product, int factor, int summand) {
        vector(MAP_0F38, PREFIX_66, 0xA8, product, factor, summand);
    }

    /// The same with a vector in memory as the summand.
    public void multiplyThenAdd(int product, int factor, Address summand) {
        vector(MAP_0F38, PREFIX_66, 0xA8, product, factor, summand, set.vectorBytes(), 0, false);
    }

    public void moveFloats(int to, int from) {
        vector(MAP_0F, NO_PREFIX, 0x28, to, 0, from);
    }

    public void addFloats(int to, int a, int b) {
        vector(MAP_0F, NO_PREFIX, 0x58, to, a, b);
    }

    public void multiplyFloats(int to, int a, int b) {
        vector(MAP_0F, NO_PREFIX, 0x59, to, a, b);
    }

    /// `to ← a − b`.
    public void subtractFloats(int to, int a, int b) {
        vector(MAP_0F, NO_PREFIX, 0x5C, to, a, b);
    }

    /// `to ← the smaller of a and b`; b where one of them is not a number.
    public void minFloats(int to, int a, int b) {
        vector(MAP_0F, NO_PREFIX, 0x5D, to, a, b);
    }

    /// `to ← a / b`.
    public void divideFloats(int to, int a, int b) {
        vector(MAP_0F, NO_PREFIX, 0x5E, to, a, b);
    }

    /// `to ← the larger of a and b`; b where one of them is not a number.
    public void maxFloats(int to, int a, int b) {
        vector(MAP_0F, NO_PREFIX, 0x5F, to, a, b);
    }

    /// The four floats at an address into the lower half, zeros into the upper one. AVX2 only, as the next five.
    public void loadLowerHalf(int to, Address from) {
        vex(MAP_0F, NO_PREFIX, VEX_128, 0x10, to, 0, from);
    }

    /// The four floats at an address into the upper half.
    public void loadUpperHalf(int to, Address from) {
        vex(MAP_0F3A, PREFIX_66, VEX_256, 0x18, to, to, from);
        emit(1);
    }

    /// `to ← a₀ b₀ a₁ b₁`, in each half.
    public void interleaveLowerFloats(int to, int a, int b) {
        vex(MAP_0F, NO_PREFIX, VEX_256, 0x14, to, a, b);
    }

    /// `to ← a₂ b₂ a₃ b₃`, in each half.
    public void interleaveUpperFloats(int to, int a, int b) {
        vex(MAP_0F, NO_PREFIX, VEX_256, 0x15, to, a, b);
    }

    /// `to ← a₀ a₁ b₀ b₁`, in each half.
    public void interleaveLowerPairs(int to, int a, int b) {
        vex(MAP_0F, PREFIX_66, VEX_256, 0x14, to, a, b);
    }

    /// `to ← a₂ a₃ b₂ b₃`, in each half.
    public void interleaveUpperPairs(int to, int a, int b) {
        vex(MAP_0F, PREFIX_66, VEX_256, 0x15, to, a, b);
    }

    /// `to ← these 32 bits, in every element`; RAX is overwritten.
    public void broadcastBits(int to, int bits) {
        emit(0xB8);
        emit32(bits); // mov eax, bits
        if (set == InstructionSet.AVX512) {
            vector(MAP_0F38, PREFIX_66, 0x7C, to, 0, 0); // vpbroadcastd to, eax
        } else {
            vex(MAP_0F, PREFIX_66, VEX_128, 0x6E, to, 0, 0); // vmovd to, eax
            vector(MAP_0F38, PREFIX_66, 0x58, to, 0, to); // vpbroadcastd to, to
        }
    }

    // ---- integers

    /// `to ← the 32-bit integer at an address, in every element`.
    public void broadcastInt(int to, Address from) {
        vector(MAP_0F38, PREFIX_66, 0x58, to, 0, from, Integer.BYTES, 0, false);
    }

    public void loadInts(int to, Address from) {
        vector(MAP_0F, PREFIX_F3, 0x6F, to, 0, from, set.vectorBytes(), 0, false);
    }

    /// Rounded to the nearest float.
    public void integersToFloats(int to, int from) {
        vector(MAP_0F, NO_PREFIX, 0x5B, to, 0, from);
    }

    /// `sum ← sum + the dot product of four unsigned and four signed bytes`, in each integer of 32 bits. AVX-512 VNNI.
    public void dotBytes(int sum, int unsigned, int signed) {
        vector(MAP_0F38, PREFIX_66, 0x50, sum, unsigned, signed);
    }

    /// `to ← the dot product of two unsigned and two signed bytes`, in each integer of 16 bits; what does not
    /// fit becomes the nearest one. With AVX-512 it needs AVX-512 BW.
    public void dotBytePairs(int to, int unsigned, Address signed) {
        vector(MAP_0F38, PREFIX_66, 0x04, to, unsigned, signed, set.vectorBytes(), 0, false);
    }

    /// `to ← the dot product of two pairs of integers of 16 bits`, in each integer of 32 bits.
    public void dotWordPairs(int to, int a, int b) {
        vector(MAP_0F, PREFIX_66, 0xF5, to, a, b);
    }

    /// The same with a vector in memory.
    public void dotWordPairs(int to, int a, Address b) {
        vector(MAP_0F, PREFIX_66, 0xF5, to, a, b, set.vectorBytes(), 0, false);
    }

    /// `to ← a + b`, in each integer of 16 bits.
    public void addWords(int to, int a, int b) {
        vector(MAP_0F, PREFIX_66, 0xFD, to, a, b);
    }

    /// `to ← a + b`, in each integer of 32 bits.
    public void addInts(int to, int a, int b) {
        vector(MAP_0F, PREFIX_66, 0xFE, to, a, b);
    }

    /// `to ← a and b`, bit by bit.
    public void and(int to, int a, int b) {
        vector(MAP_0F, PREFIX_66, 0xDB, to, a, b);
    }

    /// The same with a vector in memory.
    public void and(int to, int a, Address b) {
        vector(MAP_0F, PREFIX_66, 0xDB, to, a, b, set.vectorBytes(), 0, false);
    }

    /// `to ← from · 2^bits`, in each integer of 32 bits.
    public void shiftLeft(int to, int from, int bits) {
        vector(MAP_0F, PREFIX_66, 0x72, 6, to, from);
        emit(bits);
    }

    /// `to ← from / 2^bits`, in each integer of 32 bits, without sign.
    public void shiftRight(int to, int from, int bits) {
        vector(MAP_0F, PREFIX_66, 0x72, 2, to, from);
        emit(bits);
    }

    /// `a ← a` where the bits of `mask` are set, `b` where they are not. AVX-512 only.
    public void select(int a, int mask, int b) {
        vector(MAP_0F3A, PREFIX_66, 0x25, a, mask, b);
        emit(0b11_10_00_10); // by the bits of a, mask and b: 111, 110, 101 and 001
    }

    // ---- encoding

    private void rexIfHigh(General register, int opcode) {
        if (register.high() != 0) {
            emit(0x41);
        }
        emit(opcode);
    }

    private void general(int opcode, General register, General other) {
        emit(0x48 | register.high() << 2 | other.high(), opcode, 0b11_000_000 | register.low() << 3 | other.low());
    }

    private void general(int opcode, General register, Address address) {
        rexW(register.high(), address);
        emit(opcode);
        memory(register.low(), address, 1);
    }

    private void rexW(int registerHigh, Address address) {
        emit(0x48 | registerHigh << 2 | indexHigh(address) << 1 | address.base().high());
    }

    private void vector(int map, int prefix, int opcode, int register, int second, int third) {
        if (set != InstructionSet.AVX512) {
            vex(map, prefix, VEX_256, opcode, register, second, third);
            return;
        }
        int inverted =
                (~register >> 3 & 1) << 7 | (~third >> 4 & 1) << 6 | (~third >> 3 & 1) << 5 | (~register >> 4 & 1) << 4;
        evex(inverted | map, second, prefix, 0, false);
        emit(opcode, registers(register, third));
    }

    private void vector(
            int map,
            int prefix,
            int opcode,
            int register,
            int second,
            Address address,
            int unit,
            int mask,
            boolean zeroing) {
        if (set != InstructionSet.AVX512) {
            vex(map, prefix, VEX_256, opcode, register, second, address);
            return;
        }
        int inverted = (~register >> 3 & 1) << 7
                | (indexHigh(address) ^ 1) << 6
                | (address.base().high() ^ 1) << 5
                | (~register >> 4 & 1) << 4;
        evex(inverted | map, second, prefix, mask, zeroing);
        emit(opcode);
        memory(register & 7, address, unit);
    }

    private void vex(int map, int prefix, int length, int opcode, int register, int second, int third) {
        vexPrefix(map, prefix, length, register, second, 0, third >> 3);
        emit(opcode, registers(register, third));
    }

    private void vex(int map, int prefix, int length, int opcode, int register, int second, Address address) {
        vexPrefix(
                map,
                prefix,
                length,
                register,
                second,
                indexHigh(address),
                address.base().high());
        emit(opcode);
        memory(register & 7, address, 1);
    }

    /// Two bytes where what the third one would say is usual.
    private void vexPrefix(int map, int prefix, int length, int register, int second, int indexHigh, int baseHigh) {
        int registerInverted = (~register >> 3 & 1) << 7;
        int rest = (~second & 0xF) << 3 | length | prefix;
        if (map == MAP_0F && indexHigh == 0 && baseHigh == 0) {
            emit(0xC5, registerInverted | rest);
        } else {
            emit(0xC4, registerInverted | (indexHigh ^ 1) << 6 | (baseHigh ^ 1) << 5 | map, rest);
        }
    }

    /// The ModR/M byte of two registers, of whose numbers a prefix holds the rest.
    private static int registers(int register, int other) {
        return 0b11_000_000 | (register & 7) << 3 | (other & 7);
    }

    private static int indexHigh(Address address) {
        return address.index() == null ? 0 : address.index().high();
    }

    private void evex(int first, int second, int prefix, int mask, boolean zeroing) {
        int full512 = 0b10 << 5;
        emit(
                0x62,
                first,
                (~second & 0xF) << 3 | 1 << 2 | prefix,
                (zeroing ? 0x80 : 0) | full512 | (~second >> 4 & 1) << 3 | mask);
    }

    /// ModR/M byte, SIB byte where one is needed, displacement in units of `unit` where it fits a byte.
    private void memory(int register, Address address, int unit) {
        int displacement = address.displacement();
        boolean none = displacement == 0 && address.base().low() != 0b101;
        boolean small = displacement % unit == 0 && (byte) (displacement / unit) == displacement / unit;
        int mod = none ? 0b00 : small ? 0b01 : 0b10;
        if (address.index() != null || address.base().low() == 0b100) {
            int index = address.index() == null ? 0b100 : address.index().low();
            emit(
                    mod << 6 | register << 3 | 0b100,
                    address.scaleBits() << 6 | index << 3 | address.base().low());
        } else {
            emit(mod << 6 | register << 3 | address.base().low());
        }
        if (mod == 0b01) {
            emit(displacement / unit);
        } else if (mod == 0b10) {
            emit32(displacement);
        }
    }

    private void emit32(int value) {
        emit(value, value >> 8, value >> 16, value >> 24);
    }

    private void emit(int... bytes) {
        if (size + bytes.length > code.length) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        for (int b : bytes) {
            code[size++] = (byte) b;
        }
    }
}
