package dev.charloom.engine.kernel.x86;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R10;
import static dev.charloom.engine.kernel.x86.General.R11;
import static dev.charloom.engine.kernel.x86.General.R12;
import static dev.charloom.engine.kernel.x86.General.R13;
import static dev.charloom.engine.kernel.x86.General.R14;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.R8;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RAX;
import static dev.charloom.engine.kernel.x86.General.RBP;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;
import static dev.charloom.engine.kernel.x86.General.RSP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Against what the GNU assembler 2.40 makes of the same instructions, which are written beside.
class AssemblerTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    static Stream<Arguments> instructions() {
        return Stream.of(
                of("48 89 d3", assembler -> assembler.move(RBX, RDX)), // mov rbx, rdx
                of("4d 8b 68 58", assembler -> assembler.load(R13, at(R8, 88))), // mov r13, [r8+88]
                of("48 8b 07", assembler -> assembler.load(RAX, at(RDI))), // mov rax, [rdi]
                of("48 01 f5", assembler -> assembler.add(RBP, RSI)), // add rbp, rsi
                of("49 03 78 40", assembler -> assembler.add(RDI, at(R8, 64))), // add rdi, [r8+64]
                of("4c 8d 14 40", assembler -> assembler.loadAddress(R10, at(RAX, RAX, 2))), // lea r10, [rax+rax*2]
                of("4d 8d 24 82", assembler -> assembler.loadAddress(R12, at(R10, RAX, 4))), // lea r12, [r10+rax*4]
                of("48 8d ad c0 00 00 00", assembler -> assembler.loadAddress(RBP, at(RBP, 192))), // lea rbp, [rbp+192]
                of("4d 0f af f7", assembler -> assembler.multiply(R14, R15)), // imul r14, r15
                of("48 0f af eb", assembler -> assembler.multiply(RBP, RBX)), // imul rbp, rbx
                of("4d 0f af 70 60", assembler -> assembler.multiply(R14, at(R8, 96))), // imul r14, [r8+96]
                of("49 0f af a8 c8 00 00 00", assembler -> assembler.multiply(RBP, at(R8, 200))), // imul rbp, [r8+200]
                of("4d 6b f6 08", assembler -> assembler.multiply(R14, 8)), // imul r14, r14, 8
                of("48 6b ed 05", assembler -> assembler.multiply(RBP, 5)), // imul rbp, rbp, 5
                of("49 c1 ee 20", assembler -> assembler.shiftRight(R14, 32)), // shr r14, 32
                of("48 c1 ed 20", assembler -> assembler.shiftRight(RBP, 32)), // shr rbp, 32
                of("49 f7 c5 07 00 00 00", assembler -> assembler.test(R13, 7)), // test r13, 7
                of("48 f7 c3 07 00 00 00", assembler -> assembler.test(RBX, 7)), // test rbx, 7
                of("4d 85 ed", assembler -> assembler.test(R13, R13)), // test r13, r13
                of("4c 85 cb", assembler -> assembler.test(RBX, R9)), // test rbx, r9
                of("49 ff cd", assembler -> assembler.decrement(R13)), // dec r13
                of("49 ff 48 60", assembler -> assembler.decrement(at(R8, 96))), // dec qword ptr [r8+96]
                of("53", assembler -> assembler.push(RBX)), // push rbx
                of("4d 89 70 68", assembler -> assembler.store(at(R8, 104), R14)), // mov [r8+104], r14
                of("48 63 07", assembler -> assembler.loadInt(RAX, at(RDI))), // movsxd rax, dword ptr [rdi]
                of("4d 63 51 08", assembler -> assembler.loadInt(R10, at(R9, 8))), // movsxd r10, dword ptr [r9+8]
                of("62 01 1d 40 db e3", assembler -> assembler.and(28, 28, 27)), // vpandd zmm28, zmm28, zmm27
                of("62 f1 0d 40 db dd", assembler -> assembler.and(3, 30, 5)), // vpandd zmm3, zmm30, zmm5
                of("62 91 05 40 72 f4 06", assembler -> assembler.shiftLeft(31, 28, 6)), // vpslld zmm31, zmm28, 6
                of("62 f1 3d 40 72 f3 02", assembler -> assembler.shiftLeft(24, 3, 2)), // vpslld zmm24, zmm3, 2
                of("62 03 35 40 25 f8 e2", assembler -> assembler.select(31, 25, 24)), // vpternlogd 31, 25, 24, 0xe2
                of("41 54", assembler -> assembler.push(R12)), // push r12
                of("41 5f", assembler -> assembler.pop(R15)), // pop r15
                of("0f 18 8d 00 24 00 00", assembler -> assembler.prefetch(at(RBP, 9216))), // prefetcht0 [rbp+9216]
                of("41 0f 18 4d 00", assembler -> assembler.prefetch(at(R13))), // prefetcht0 [r13]
                of("43 0f 18 0c 62", assembler -> assembler.prefetch(at(R10, R12, 2))), // prefetcht0 [r10+r12*2]
                of("42 0f 18 0c 9e", assembler -> assembler.prefetch(at(RSI, R11, 4))), // prefetcht0 [rsi+r11*4]
                of("0f 18 0c 1a", assembler -> assembler.prefetch(at(RDX, RBX, 1))), // prefetcht0 [rdx+rbx]
                of(
                        "41 0f 0d 8e bf 00 00 00",
                        assembler -> assembler.prefetchToWrite(at(R14, 191))), // prefetchw [r14+191]
                of("0f 0d 4d 40", assembler -> assembler.prefetchToWrite(at(RBP, 64))), // prefetchw [rbp+64]
                of(
                        "49 8b 40 58 c5 f8 92 d0",
                        assembler -> assembler.loadMask(2, at(R8, 88))), // mov rax, [r8+88]; kmovw k2, eax
                of("62 f1 7c c9 10 03", assembler -> assembler.loadFloats(0, at(RBX), 1)), // vmovups zmm0{k1}{z}, [rbx]
                of(
                        "62 61 7c 48 10 7d 01",
                        assembler -> assembler.loadFloats(31, at(RBP, 64), 0)), // vmovups zmm31, [rbp+64]
                of(
                        "62 c1 7c 4a 11 7c 24 02",
                        assembler -> assembler.storeFloats(at(R12, 128), 23, 2)), // vmovups [r12+128]{k2}, zmm23
                of(
                        "62 b1 7c 48 11 ac 0c e8 03 00 00",
                        assembler -> assembler.storeFloats(
                                new Address(RSP, R9, 1, 1000), 5, 0)), // vmovups [rsp+r9+1000], zmm5
                of(
                        "62 62 7d 48 18 04 83",
                        assembler -> assembler.broadcastFloat(24, at(RBX, RAX, 4))), // vbroadcastss zmm24, [rbx+rax*4]
                of(
                        "62 22 7d 48 18 1c 23",
                        assembler -> assembler.broadcastFloat(27, at(RBX, R12, 1))), // vbroadcastss zmm27, [rbx+r12]
                of(
                        "62 12 7d 48 18 4c 55 00",
                        assembler -> assembler.broadcastFloat(9, at(R13, R10, 2))), // vbroadcastss zmm9, [r13+r10*2]
                of(
                        "62 82 25 40 b8 fe",
                        assembler -> assembler.multiplyAdd(23, 27, 30)), // vfmadd231ps zmm23, zmm27, zmm30
                of(
                        "62 92 15 48 a8 d9",
                        assembler -> assembler.multiplyThenAdd(3, 13, 25)), // vfmadd213ps zmm3, zmm13, zmm25
                of("62 11 7c 48 28 f0", assembler -> assembler.moveFloats(14, 24)), // vmovaps zmm14, zmm24
                of("62 f1 74 40 58 ca", assembler -> assembler.addFloats(1, 17, 2)), // vaddps zmm1, zmm17, zmm2
                of("62 a1 74 48 59 c2", assembler -> assembler.multiplyFloats(16, 1, 18)), // vmulps zmm16, zmm1, zmm18
                of("62 f1 5c 40 5c e3", assembler -> assembler.subtractFloats(4, 20, 3)), // vsubps zmm4, zmm20, zmm3
                of("62 f1 4c 40 5d ed", assembler -> assembler.minFloats(5, 22, 5)), // vminps zmm5, zmm22, zmm5
                of(
                        "62 b3 65 40 23 db 4e",
                        assembler -> assembler.exchangeFloats(3, 19, 8)), // vshuff32x4 3, 19, 19, 0x4e
                of(
                        "62 53 35 48 23 d1 b1",
                        assembler -> assembler.exchangeFloats(10, 9, 4)), // vshuff32x4 10, 9, 9, 0xb1
                of("62 b1 64 40 c6 db 4e", assembler -> assembler.exchangeFloats(3, 19, 2)), // vshufps 3, 19, 19, 0x4e
                of("62 61 6c 48 c6 ca b1", assembler -> assembler.exchangeFloats(25, 2, 1)), // vshufps 25, 2, 2, 0xb1
                of("c5 fa 11 51 08", assembler -> assembler.storeFirstFloat(at(RCX, 8), 2)), // vmovss [rcx+8], xmm2
                of("c4 41 7a 11 20", assembler -> assembler.storeFirstFloat(at(R8), 12)), // vmovss [r8], xmm12
                of("62 d1 4c 48 5e f7", assembler -> assembler.divideFloats(6, 6, 15)), // vdivps zmm6, zmm6, zmm15
                of("62 f1 44 40 5f ff", assembler -> assembler.maxFloats(7, 23, 7)), // vmaxps zmm7, zmm23, zmm7
                of(
                        "b8 00 00 80 3f 62 72 7d 48 7c e0",
                        assembler -> assembler.broadcastBits(
                                12, 0x3f800000)), // mov eax, 0x3f800000; vpbroadcastd zmm12, eax
                of(
                        "62 72 7d 48 58 66 04",
                        assembler -> assembler.broadcastInt(12, at(RSI, 16))), // vpbroadcastd zmm12, [rsi+16]
                of(
                        "62 e1 7e 48 6f 67 40",
                        assembler -> assembler.loadInts(20, at(RDI, 4096))), // vmovdqu32 zmm20, [rdi+4096]
                of("62 92 5d 40 50 d4", assembler -> assembler.dotBytes(2, 20, 28)), // vpdpbusd zmm2, zmm20, zmm28
                // vpmaddubsw zmm13, zmm9, [rbp+128]
                of("62 72 35 48 04 6d 02", assembler -> assembler.dotBytePairs(13, 9, at(RBP, 128))),
                // vfmadd213ps zmm14, zmm13, [rdi+448]
                of("62 72 15 48 a8 77 07", assembler -> assembler.multiplyThenAdd(14, 13, at(RDI, 448))),
                // vpmaddwd zmm12, zmm11, zmm28
                of("62 11 25 48 f5 e4", assembler -> assembler.dotWordPairs(12, 11, 28)),
                // vpaddw zmm12, zmm12, zmm13
                of("62 51 1d 48 fd e5", assembler -> assembler.addWords(12, 12, 13)),
                // vpaddd zmm3, zmm3, zmm12
                of("62 d1 65 48 fe dc", assembler -> assembler.addInts(3, 3, 12)),
                // vpandd zmm9, zmm9, [r8+128]
                of("62 51 35 48 db 48 02", assembler -> assembler.and(9, 9, at(R8, 128))),
                // vpsrld zmm10, zmm19, 1
                of("62 b1 2d 48 72 d3 01", assembler -> assembler.shiftRight(10, 19, 1)),
                of("c5 f8 77 c3", assembler -> assembler.leave()) // vzeroupper; ret
                );
    }

    static Stream<Arguments> avx2Instructions() {
        return Stream.of(
                // vmovups ymm3, [r8+160]
                of("c4 c1 7c 10 98 a0 00 00 00", assembler -> assembler.loadMask(3, at(R8, 160))),
                // vmovups ymm0, [rbx]
                of("c5 fc 10 03", assembler -> assembler.loadFloats(0, at(RBX), 0)),
                // vmovups ymm15, [rbp+32]
                of("c5 7c 10 7d 20", assembler -> assembler.loadFloats(15, at(RBP, 32), 0)),
                // vmaskmovps ymm2, ymm14, [rbx+32]
                of("c4 e2 0d 2c 53 20", assembler -> assembler.loadFloats(2, at(RBX, 32), 14)),
                // vmaskmovps [r12+128], ymm12, ymm11
                of("c4 42 1d 2e 9c 24 80 00 00 00", assembler -> assembler.storeFloats(at(R12, 128), 11, 12)),
                // vmovups [rsp+r9+1000], ymm5
                of(
                        "c4 a1 7c 11 ac 0c e8 03 00 00",
                        assembler -> assembler.storeFloats(new Address(RSP, R9, 1, 1000), 5, 0)),
                // vbroadcastss ymm12, [rbx+rax*4]
                of("c4 62 7d 18 24 83", assembler -> assembler.broadcastFloat(12, at(RBX, RAX, 4))),
                // vbroadcastss ymm13, [rbx+r12]
                of("c4 22 7d 18 2c 23", assembler -> assembler.broadcastFloat(13, at(RBX, R12, 1))),
                // vbroadcastss ymm9, [r13+r10*2]
                of("c4 02 7d 18 4c 55 00", assembler -> assembler.broadcastFloat(9, at(R13, R10, 2))),
                // vfmadd231ps ymm11, ymm13, ymm15
                of("c4 42 15 b8 df", assembler -> assembler.multiplyAdd(11, 13, 15)),
                // vfmadd213ps ymm3, ymm13, ymm5
                of("c4 e2 15 a8 dd", assembler -> assembler.multiplyThenAdd(3, 13, 5)),
                // vfmadd213ps ymm14, ymm13, [rdi+416]
                of("c4 62 15 a8 b7 a0 01 00 00", assembler -> assembler.multiplyThenAdd(14, 13, at(RDI, 416))),
                // vmovaps ymm14, ymm4
                of("c5 7c 28 f4", assembler -> assembler.moveFloats(14, 4)),
                // vaddps ymm1, ymm7, ymm2
                of("c5 c4 58 ca", assembler -> assembler.addFloats(1, 7, 2)),
                // vmulps ymm6, ymm1, ymm8
                of("c4 c1 74 59 f0", assembler -> assembler.multiplyFloats(6, 1, 8)),
                // vsubps ymm4, ymm14, ymm3
                of("c5 8c 5c e3", assembler -> assembler.subtractFloats(4, 14, 3)),
                // vminps ymm5, ymm2, ymm5
                of("c5 ec 5d ed", assembler -> assembler.minFloats(5, 2, 5)),
                of(
                        "c4 c3 35 06 d9 01",
                        assembler -> assembler.exchangeFloats(3, 9, 4)), // vperm2f128 ymm3, ymm9, ymm9, 1
                of(
                        "c4 c1 34 c6 d9 4e",
                        assembler -> assembler.exchangeFloats(3, 9, 2)), // vshufps ymm3, ymm9, ymm9, 0x4e
                of(
                        "c5 6c c6 e2 b1",
                        assembler -> assembler.exchangeFloats(12, 2, 1)), // vshufps ymm12, ymm2, ymm2, 0xb1
                // vdivps ymm6, ymm6, ymm15
                of("c4 c1 4c 5e f7", assembler -> assembler.divideFloats(6, 6, 15)),
                // vmaxps ymm7, ymm13, ymm7
                of("c5 94 5f ff", assembler -> assembler.maxFloats(7, 13, 7)),
                // mov eax, 0x3f800000; vmovd xmm12, eax; vpbroadcastd ymm12, xmm12
                of("b8 00 00 80 3f c5 79 6e e0 c4 42 7d 58 e4", assembler -> assembler.broadcastBits(12, 0x3f800000)),
                // vmovups xmm3, [rdi+r9*2+16]
                of("c4 a1 78 10 5c 4f 10", assembler -> assembler.loadLowerHalf(3, new Address(RDI, R9, 2, 16))),
                // vmovups xmm12, [r8]
                of("c4 41 78 10 20", assembler -> assembler.loadLowerHalf(12, at(R8))),
                // vinsertf128 ymm3, ymm3, [r8+rax], 1
                of("c4 c3 65 18 1c 00 01", assembler -> assembler.loadUpperHalf(3, at(R8, RAX, 1))),
                // vinsertf128 ymm12, ymm12, [rdi+16], 1
                of("c4 63 1d 18 67 10 01", assembler -> assembler.loadUpperHalf(12, at(RDI, 16))),
                // vunpcklps ymm8, ymm0, ymm1
                of("c5 7c 14 c1", assembler -> assembler.interleaveLowerFloats(8, 0, 1)),
                // vunpckhps ymm9, ymm10, ymm13
                of("c4 41 2c 15 cd", assembler -> assembler.interleaveUpperFloats(9, 10, 13)),
                // vunpcklpd ymm12, ymm8, ymm10
                of("c4 41 3d 14 e2", assembler -> assembler.interleaveLowerPairs(12, 8, 10)),
                // vunpckhpd ymm3, ymm14, ymm5
                of("c5 8d 15 dd", assembler -> assembler.interleaveUpperPairs(3, 14, 5)),
                // vpbroadcastd ymm12, [rsi+16]
                of("c4 62 7d 58 66 10", assembler -> assembler.broadcastInt(12, at(RSI, 16))),
                // vpbroadcastd ymm10, [rbx+rax+4]
                of(
                        "c4 62 7d 58 54 03 04",
                        assembler -> assembler.broadcastInt(10, at(RBX, RAX, 1).plus(4))),
                // vmovdqu ymm10, [rdi+4096]
                of("c5 7e 6f 97 00 10 00 00", assembler -> assembler.loadInts(10, at(RDI, 4096))),
                // vcvtdq2ps ymm9, ymm9
                of("c4 41 7c 5b c9", assembler -> assembler.integersToFloats(9, 9)),
                // vpmaddubsw ymm13, ymm9, [rbp+96]
                of("c4 62 35 04 6d 60", assembler -> assembler.dotBytePairs(13, 9, at(RBP, 96))),
                // vpmaddwd ymm12, ymm12, ymm8
                of("c4 41 1d f5 e0", assembler -> assembler.dotWordPairs(12, 12, 8)),
                // vpmaddwd ymm12, ymm11, [r8+192]
                of("c4 41 25 f5 a0 c0 00 00 00", assembler -> assembler.dotWordPairs(12, 11, at(R8, 192))),
                // vpaddw ymm12, ymm12, ymm13
                of("c4 41 1d fd e5", assembler -> assembler.addWords(12, 12, 13)),
                // vpaddd ymm3, ymm3, ymm12
                of("c4 c1 65 fe dc", assembler -> assembler.addInts(3, 3, 12)),
                // vpand ymm8, ymm9, ymm13
                of("c4 41 35 db c5", assembler -> assembler.and(8, 9, 13)),
                // vpand ymm9, ymm9, [r8+224]
                of("c4 41 35 db 88 e0 00 00 00", assembler -> assembler.and(9, 9, at(R8, 224))),
                // vpslld ymm1, ymm12, 6
                of("c4 c1 75 72 f4 06", assembler -> assembler.shiftLeft(1, 12, 6)),
                // vpsrld ymm10, ymm9, 1
                of("c4 c1 2d 72 d1 01", assembler -> assembler.shiftRight(10, 9, 1)));
    }

    private static Arguments of(String bytes, Consumer<Assembler> instruction) {
        return Arguments.of(bytes, instruction);
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void anInstructionIsWhatAnAssemblerMakesOfIt(String bytes, Consumer<Assembler> instruction) {
        requireBytes(InstructionSet.AVX512, bytes, instruction);
    }

    @ParameterizedTest
    @MethodSource("avx2Instructions")
    void anInstructionOfAvx2IsWhatAnAssemblerMakesOfIt(String bytes, Consumer<Assembler> instruction) {
        requireBytes(InstructionSet.AVX2, bytes, instruction);
    }

    private static void requireBytes(InstructionSet set, String bytes, Consumer<Assembler> instruction) {
        var assembler = new Assembler(set);
        instruction.accept(assembler);
        assertThat(HEX.formatHex(assembler.code())).isEqualTo(bytes);
    }

    @Test
    void jumpsEndWhereTheyShould() {
        var assembler = new Assembler(InstructionSet.AVX512);
        int start = assembler.here();
        assembler.decrement(RAX);
        int forward = assembler.jumpForwardIfZero();
        assembler.jump(start);
        assembler.arrive(forward);
        int over = assembler.jumpForwardIfNegative();
        assembler.decrement(RAX);
        assembler.arrive(over);
        int past = assembler.jumpForwardIfNotZero();
        assembler.decrement(RAX);
        assembler.arrive(past);
        assembler.jumpIfNotZero(start);
        assertThat(HEX.formatHex(assembler.code()))
                .isEqualTo(
                        "48 ff c8" // dec rax
                                + " 0f 84 05 00 00 00" // je over the next one
                                + " e9 f2 ff ff ff" // jmp back
                                + " 0f 88 03 00 00 00" // js over the next one
                                + " 48 ff c8" // dec rax
                                + " 0f 85 03 00 00 00" // jne over the next one
                                + " 48 ff c8" // dec rax
                                + " 0f 85 da ff ff ff"); // jne back
    }

    @Test
    void codeMayBeLong() {
        var assembler = new Assembler(InstructionSet.AVX512);
        for (int i = 0; i < 5000; i++) {
            assembler.multiplyAdd(23, 27, 30);
        }
        assertThat(assembler.code()).hasSize(6 * 5000).endsWith(HEX.parseHex("62 82 25 40 b8 fe"));
    }
}
