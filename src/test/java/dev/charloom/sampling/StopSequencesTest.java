package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopSequencesTest {

    private static final String EMOJI = Character.toString(0x1F600);

    @Test
    void theLongestSequenceAtTheEndCounts() {
        var stop = new StopSequences(List.of("c", "abc", "x"));

        assertThat(stop.endOf("..abc")).isEqualTo(3);
        assertThat(stop.endOf("..ac")).isEqualTo(1);
        assertThat(stop.endOf("abcd")).isZero();
        assertThat(stop.endOf("")).isZero();
    }

    @Test
    void whatMayBeginASequenceIsHeldBackWhereverItIsCut() {
        String sequence = "ab" + EMOJI + "ab" + EMOJI + "c";
        var stop = new StopSequences(List.of(sequence));

        for (int cut = 1; cut < sequence.length(); cut++) {
            if (!Character.isHighSurrogate(sequence.charAt(cut - 1))) {
                assertThat(stop.heldBack("zz" + sequence.substring(0, cut))).isEqualTo(cut);
            }
        }
        assertThat(stop.heldBack("zzabz")).isZero();
        assertThat(stop.heldBack("aab")).isEqualTo(2);
    }

    @Test
    void withoutSequencesNothingIsHeldBack() {
        assertThat(new StopSequences(List.of()).heldBack("abc")).isZero();
        assertThat(new StopSequences(List.of("a")).heldBack("bca")).isZero();
    }
}
