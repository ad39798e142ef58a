package dev.charloom.bench.peak;

import java.io.ByteArrayOutputStream;

/// Loops of fused multiply-adds for x86-64.
///
/// Encodings after the "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2: the EVEX prefix in
/// section 2.7, the VEX prefix in section 2.3.5. Register numbers that a prefix holds are stored inverted.
final class X86Loops {

    private static final int FMADD231PS = 0xB8;
    private static final int MAP_0F38 = 0b00010;

    /// 1.1: no power of two, so that the multiplier has work to do.
    private static final int FACTOR_BITS = Float.floatToRawIntBits(1.1f);

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    private X86Loops() {}

    /// 14 accumulators of 16 lanes, `zmm16` to `zmm29`; the factors are in `zmm30`.
    static MachineCode avx512() {
        int accumulators = 14;
        var loop = new X86Loops();
        loop.moveToEax(FACTOR_BITS);
        for (int register = 16; register <= 30; register++) {
            loop.broadcastEaxToZmm(register);
        }
        int start = loop.code.size();
        for (int i = 0; i < accumulators; i++) {
            loop.multiplyAddZmm(16 + i, 30);
        }
        loop.repeatFrom(start);
        return new MachineCode("AVX-512", loop.code.toByteArray(), accumulators * 16 * 2);
    }

    /// 12 accumulators of 8 lanes, `ymm0` to `ymm11`; the factors are in `ymm15`.
    static MachineCode avx2() {
        int accumulators = 12;
        var loop = new X86Loops();
        loop.moveToEax(FACTOR_BITS);
        loop.emit(0xC5, 0x79, 0x6E, 0xF8); // vmovd xmm15, eax
        for (int register = 0; register < accumulators; register++) {
            loop.broadcastXmm15ToYmm(register);
        }
        loop.broadcastXmm15ToYmm(15);
        int start = loop.code.size();
        for (int register = 0; register < accumulators; register++) {
            loop.multiplyAddYmm(register, 15);
        }
        loop.repeatFrom(start);
        return new MachineCode("AVX2 and FMA", loop.code.toByteArray(), accumulators * 8 * 2);
    }

    private void moveToEax(int value) {
        emit(0xB8, value, value >> 8, value >> 16, value >> 24);
    }

    /// `vpbroadcastd zmm{to}, eax`, `to` at least 16.
    private void broadcastEaxToZmm(int to) {
        emit(0x62, 0b0110_0000 | inverted(to, 3, 7) | MAP_0F38, 0x7D, 0x48, 0x7C, registers(to, 0));
    }

    /// `vfmadd231ps zmm{sum}, zmm{factor}, zmm{factor}`, both at least 16.
    private void multiplyAddZmm(int sum, int factor) {
        int first = inverted(sum, 3, 7) | inverted(factor, 4, 6) | inverted(factor, 3, 5) | MAP_0F38;
        int second = (~factor & 0xF) << 3 | 0b101;
        emit(0x62, first, second, 0x40, FMADD231PS, registers(sum, factor));
    }

    /// `vbroadcastss ymm{to}, xmm15`.
    private void broadcastXmm15ToYmm(int to) {
        emit(0xC4, 0b0100_0000 | inverted(to, 3, 7) | MAP_0F38, 0x7D, 0x18, registers(to, 15));
    }

    /// `vfmadd231ps ymm{sum}, ymm{factor}, ymm{factor}`.
    private void multiplyAddYmm(int sum, int factor) {
        int first = inverted(sum, 3, 7) | 0b0100_0000 | inverted(factor, 3, 5) | MAP_0F38;
        int second = (~factor & 0xF) << 3 | 0b101;
        emit(0xC4, first, second, FMADD231PS, registers(sum, factor));
    }

    /// `dec rdi`, `jnz start`, `vzeroupper`, `ret`.
    private void repeatFrom(int start) {
        emit(0x48, 0xFF, 0xCF);
        emit(0x75, start - (code.size() + 2));
        emit(0xC5, 0xF8, 0x77);
        emit(0xC3);
    }

    /// Bit `bit` of a register's number, inverted, as bit `place` of a prefix.
    private static int inverted(int register, int bit, int place) {
        return (~register >> bit & 1) << place;
    }

    /// The ModR/M byte of two registers, of whose numbers the prefix holds the rest.
    private static int registers(int first, int second) {
        return 0b11_000_000 | (first & 7) << 3 | (second & 7);
    }

    private void emit(int... bytes) {
        for (int b : bytes) {
            code.write(b);
        }
    }
}
