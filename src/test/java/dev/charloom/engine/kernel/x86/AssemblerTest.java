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
                of("c5 f8 77 c3", assembler -> assembler.leave()) // vzeroupper; ret
                );
    }

    private static Arguments of(String bytes, Consumer<Assembler> instruction) {
        return Arguments.of(bytes, instruction);
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void anInstructionIsWhatAnAssemblerMakesOfIt(String bytes, Consumer<Assembler> instruction) {
        var assembler = new Assembler(InstructionSet.AVX512);
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
        assembler.jumpIfNotZero(start);
        assertThat(HEX.formatHex(assembler.code()))
                .isEqualTo(
                        "48 ff c8" // dec rax
                                + " 0f 84 05 00 00 00" // je over the next one
                                + " e9 f2 ff ff ff" // jmp back
                                + " 0f 88 03 00 00 00" // js over the next one
                                + " 48 ff c8" // dec rax
                                + " 0f 85 e3 ff ff ff"); // jne back
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
