package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PanelCutTest {

    @ParameterizedTest
    @CsvSource({
        "AVX512, 1, 1",
        "AVX512, 16, 16",
        "AVX512, 48, 48",
        "AVX512, 49, 32 17",
        "AVX512, 64, 32 32",
        "AVX512, 65, 48 17",
        "AVX512, 96, 48 48",
        "AVX512, 97, 48 32 17",
        "AVX512, 200, 48 48 48 32 24",
        "AVX512, 256, 48 48 48 48 32 32",
        "AVX2, 16, 16",
        "AVX2, 17, 16 1",
        "AVX2, 40, 16 16 8",
    })
    void panelsHaveTheseColumns(InstructionSet set, int columns, String expected) {
        PanelCut cut = PanelCut.of(columns, ProductCode.largest(set));
        List<String> panels = new ArrayList<>();
        for (int panel = 0; panel < cut.count(); panel++) {
            panels.add(Integer.toString(cut.end(panel) - cut.first(panel)));
        }
        assertThat(String.join(" ", panels)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnIsInOnePanelAndThoseAlikeHaveAsMany(InstructionSet set) {
        for (int columns = 1; columns < 500; columns++) {
            PanelCut cut = PanelCut.of(columns, ProductCode.largest(set));
            int column = 0;
            for (int panel = 0; panel < cut.count(); panel++) {
                assertThat(cut.first(panel)).isEqualTo(column);
                for (; column < cut.end(panel); column++) {
                    assertThat(cut.panelOf(column)).isEqualTo(panel);
                }
                requireAlike(cut, panel);
            }
            assertThat(column).isEqualTo(columns);
        }
    }

    private static void requireAlike(PanelCut cut, int panel) {
        int size = cut.end(panel) - cut.first(panel);
        int after = panel + cut.alike(panel);
        for (int other = panel; other < after; other++) {
            assertThat(cut.end(other) - cut.first(other)).isEqualTo(size);
        }
        if (after < cut.count()) {
            assertThat(cut.end(after) - cut.first(after)).isLessThan(size);
        }
    }

    @Test
    void ofNoColumnsThereAreNoPanels() {
        assertThat(PanelCut.of(0, ProductCode.largest(InstructionSet.AVX512)).count())
                .isZero();
    }
}
