package dev.charloom.bench.peak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Against what the GNU assembler 2.40 makes of the same instructions; its listings are written beside the bytes.
class MachineCodeTest {

    @Test
    void theLoopForAvx512IsWhatAnAssemblerMakesOfIt() {
        assertThat(X86Loops.avx512().bytes())
                .isEqualTo(bytes(
                        "b8 cd cc 8c 3f", // mov eax, 0x3f8ccccd
                        "62 e2 7d 48 7c c0", // vpbroadcastd zmm16, eax
                        "62 e2 7d 48 7c c8", // vpbroadcastd zmm17, eax
                        "62 e2 7d 48 7c d0", // vpbroadcastd zmm18, eax
                        "62 e2 7d 48 7c d8", // vpbroadcastd zmm19, eax
                        "62 e2 7d 48 7c e0", // vpbroadcastd zmm20, eax
                        "62 e2 7d 48 7c e8", // vpbroadcastd zmm21, eax
                        "62 e2 7d 48 7c f0", // vpbroadcastd zmm22, eax
                        "62 e2 7d 48 7c f8", // vpbroadcastd zmm23, eax
                        "62 62 7d 48 7c c0", // vpbroadcastd zmm24, eax
                        "62 62 7d 48 7c c8", // vpbroadcastd zmm25, eax
                        "62 62 7d 48 7c d0", // vpbroadcastd zmm26, eax
                        "62 62 7d 48 7c d8", // vpbroadcastd zmm27, eax
                        "62 62 7d 48 7c e0", // vpbroadcastd zmm28, eax
                        "62 62 7d 48 7c e8", // vpbroadcastd zmm29, eax
                        "62 62 7d 48 7c f0", // vpbroadcastd zmm30, eax
                        "62 82 0d 40 b8 c6", // vfmadd231ps zmm16, zmm30, zmm30
                        "62 82 0d 40 b8 ce", // vfmadd231ps zmm17, zmm30, zmm30
                        "62 82 0d 40 b8 d6", // vfmadd231ps zmm18, zmm30, zmm30
                        "62 82 0d 40 b8 de", // vfmadd231ps zmm19, zmm30, zmm30
                        "62 82 0d 40 b8 e6", // vfmadd231ps zmm20, zmm30, zmm30
                        "62 82 0d 40 b8 ee", // vfmadd231ps zmm21, zmm30, zmm30
                        "62 82 0d 40 b8 f6", // vfmadd231ps zmm22, zmm30, zmm30
                        "62 82 0d 40 b8 fe", // vfmadd231ps zmm23, zmm30, zmm30
                        "62 02 0d 40 b8 c6", // vfmadd231ps zmm24, zmm30, zmm30
                        "62 02 0d 40 b8 ce", // vfmadd231ps zmm25, zmm30, zmm30
                        "62 02 0d 40 b8 d6", // vfmadd231ps zmm26, zmm30, zmm30
                        "62 02 0d 40 b8 de", // vfmadd231ps zmm27, zmm30, zmm30
                        "62 02 0d 40 b8 e6", // vfmadd231ps zmm28, zmm30, zmm30
                        "62 02 0d 40 b8 ee", // vfmadd231ps zmm29, zmm30, zmm30
                        "48 ff cf", // dec rdi
                        "75 a7", // jne loop
                        "c5 f8 77", // vzeroupper
                        "c3" // ret
                        ));
    }

    @Test
    void theLoopForAvx2IsWhatAnAssemblerMakesOfIt() {
        assertThat(X86Loops.avx2().bytes())
                .isEqualTo(bytes(
                        "b8 cd cc 8c 3f", // mov eax, 0x3f8ccccd
                        "c5 79 6e f8", // vmovd xmm15, eax
                        "c4 c2 7d 18 c7", // vbroadcastss ymm0, xmm15
                        "c4 c2 7d 18 cf", // vbroadcastss ymm1, xmm15
                        "c4 c2 7d 18 d7", // vbroadcastss ymm2, xmm15
                        "c4 c2 7d 18 df", // vbroadcastss ymm3, xmm15
                        "c4 c2 7d 18 e7", // vbroadcastss ymm4, xmm15
                        "c4 c2 7d 18 ef", // vbroadcastss ymm5, xmm15
                        "c4 c2 7d 18 f7", // vbroadcastss ymm6, xmm15
                        "c4 c2 7d 18 ff", // vbroadcastss ymm7, xmm15
                        "c4 42 7d 18 c7", // vbroadcastss ymm8, xmm15
                        "c4 42 7d 18 cf", // vbroadcastss ymm9, xmm15
                        "c4 42 7d 18 d7", // vbroadcastss ymm10, xmm15
                        "c4 42 7d 18 df", // vbroadcastss ymm11, xmm15
                        "c4 42 7d 18 ff", // vbroadcastss ymm15, xmm15
                        "c4 c2 05 b8 c7", // vfmadd231ps ymm0, ymm15, ymm15
                        "c4 c2 05 b8 cf", // vfmadd231ps ymm1, ymm15, ymm15
                        "c4 c2 05 b8 d7", // vfmadd231ps ymm2, ymm15, ymm15
                        "c4 c2 05 b8 df", // vfmadd231ps ymm3, ymm15, ymm15
                        "c4 c2 05 b8 e7", // vfmadd231ps ymm4, ymm15, ymm15
                        "c4 c2 05 b8 ef", // vfmadd231ps ymm5, ymm15, ymm15
                        "c4 c2 05 b8 f7", // vfmadd231ps ymm6, ymm15, ymm15
                        "c4 c2 05 b8 ff", // vfmadd231ps ymm7, ymm15, ymm15
                        "c4 42 05 b8 c7", // vfmadd231ps ymm8, ymm15, ymm15
                        "c4 42 05 b8 cf", // vfmadd231ps ymm9, ymm15, ymm15
                        "c4 42 05 b8 d7", // vfmadd231ps ymm10, ymm15, ymm15
                        "c4 42 05 b8 df", // vfmadd231ps ymm11, ymm15, ymm15
                        "48 ff cf", // dec rdi
                        "75 bf", // jne loop
                        "c5 f8 77", // vzeroupper
                        "c3" // ret
                        ));
    }

    @Test
    void theLoopForNeonIsWhatAnAssemblerMakesOfIt() {
        assertThat(NeonLoop.neon().bytes())
                .isEqualTo(bytes(
                        "00 f6 03 4f", // fmov v0.4s, #1.0
                        "01 f6 03 4f", // fmov v1.4s, #1.0
                        "02 f6 03 4f", // fmov v2.4s, #1.0
                        "03 f6 03 4f", // fmov v3.4s, #1.0
                        "04 f6 03 4f", // fmov v4.4s, #1.0
                        "05 f6 03 4f", // fmov v5.4s, #1.0
                        "06 f6 03 4f", // fmov v6.4s, #1.0
                        "07 f6 03 4f", // fmov v7.4s, #1.0
                        "10 f6 03 4f", // fmov v16.4s, #1.0
                        "11 f6 03 4f", // fmov v17.4s, #1.0
                        "12 f6 03 4f", // fmov v18.4s, #1.0
                        "13 f6 03 4f", // fmov v19.4s, #1.0
                        "14 f6 03 4f", // fmov v20.4s, #1.0
                        "15 f6 03 4f", // fmov v21.4s, #1.0
                        "16 f6 03 4f", // fmov v22.4s, #1.0
                        "17 f6 03 4f", // fmov v23.4s, #1.0
                        "18 f6 03 4f", // fmov v24.4s, #1.0
                        "19 f6 03 4f", // fmov v25.4s, #1.0
                        "1a f6 03 4f", // fmov v26.4s, #1.0
                        "1b f6 03 4f", // fmov v27.4s, #1.0
                        "1c f6 03 4f", // fmov v28.4s, #1.0
                        "1d f6 03 4f", // fmov v29.4s, #1.0
                        "1e f6 03 4f", // fmov v30.4s, #1.0
                        "1f f6 03 4f", // fmov v31.4s, #1.0
                        "02 cc 21 4e", // fmla v2.4s, v0.4s, v1.4s
                        "03 cc 21 4e", // fmla v3.4s, v0.4s, v1.4s
                        "04 cc 21 4e", // fmla v4.4s, v0.4s, v1.4s
                        "05 cc 21 4e", // fmla v5.4s, v0.4s, v1.4s
                        "06 cc 21 4e", // fmla v6.4s, v0.4s, v1.4s
                        "07 cc 21 4e", // fmla v7.4s, v0.4s, v1.4s
                        "10 cc 21 4e", // fmla v16.4s, v0.4s, v1.4s
                        "11 cc 21 4e", // fmla v17.4s, v0.4s, v1.4s
                        "12 cc 21 4e", // fmla v18.4s, v0.4s, v1.4s
                        "13 cc 21 4e", // fmla v19.4s, v0.4s, v1.4s
                        "14 cc 21 4e", // fmla v20.4s, v0.4s, v1.4s
                        "15 cc 21 4e", // fmla v21.4s, v0.4s, v1.4s
                        "16 cc 21 4e", // fmla v22.4s, v0.4s, v1.4s
                        "17 cc 21 4e", // fmla v23.4s, v0.4s, v1.4s
                        "18 cc 21 4e", // fmla v24.4s, v0.4s, v1.4s
                        "19 cc 21 4e", // fmla v25.4s, v0.4s, v1.4s
                        "1a cc 21 4e", // fmla v26.4s, v0.4s, v1.4s
                        "1b cc 21 4e", // fmla v27.4s, v0.4s, v1.4s
                        "1c cc 21 4e", // fmla v28.4s, v0.4s, v1.4s
                        "1d cc 21 4e", // fmla v29.4s, v0.4s, v1.4s
                        "1e cc 21 4e", // fmla v30.4s, v0.4s, v1.4s
                        "1f cc 21 4e", // fmla v31.4s, v0.4s, v1.4s
                        "00 04 00 f1", // subs x0, x0, #1
                        "21 fd ff 54", // b.ne loop
                        "c0 03 5f d6" // ret
                        ));
    }

    @Test
    void anIterationCountsTwoOperationsForEachLaneOfEachMultiplyAdd() {
        assertThat(X86Loops.avx512().flopsPerIteration()).isEqualTo(14 * 16 * 2);
        assertThat(X86Loops.avx2().flopsPerIteration()).isEqualTo(12 * 8 * 2);
        assertThat(NeonLoop.neon().flopsPerIteration()).isEqualTo(22 * 4 * 2);
    }

    private static byte[] bytes(String... instructions) {
        return HexFormat.of().parseHex(String.join("", instructions).replace(" ", ""));
    }
}
