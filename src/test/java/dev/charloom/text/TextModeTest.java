package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextModeTest {

    private static final String HEADLINES = """
        act fire witnesses must be aware of defamation
        air nz staff in aust strike for pay rise
        ambitious olsson wins triple jump
        australia is locked into war timetable opp
        """;

    private static final String PLAY = """
        First Citizen:
        Before we proceed any further, hear me speak.

        All:
        Speak, speak.

        First Citizen:
        You are all resolved rather to die than to famish?
        """;

    private static final String VERSE = """
        Shall I compare thee to a summer's day?
        Thou art more lovely and more temperate:
        Rough winds do shake the darling buds of May,
        And summer's lease hath all too short a date;
        """;

    private static final String CODE = """
        int main(void)
        {
            puts("hello")
            return 0
        }
        """;

    @ParameterizedTest
    @ValueSource(strings = {"emma\nolivia\nava\n", "emma\nolivia", "Smith, John\nDoe, Jane\n", HEADLINES})
    void namesAndHeadlinesAreLines(String corpus) {
        assertThat(suggestion(corpus).mode()).isEqualTo(TextMode.LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAY, VERSE, CODE, "a single line", "a single line\n"})
    void playsVerseAndCodeAreText(String corpus) {
        assertThat(suggestion(corpus).mode()).isEqualTo(TextMode.TEXT);
    }

    @Test
    void paragraphsOnLinesOfTheirOwnAreText() {
        String paragraph = "It is a truth universally acknowledged that a single man must be in want of a wife. ";
        assertThat(suggestion((paragraph.repeat(3) + "\n").repeat(5)).mode()).isEqualTo(TextMode.TEXT);
    }

    @Test
    void blankLinesAtTheEndsOrVeryFewBetweenDoNotMakeAListText() {
        assertThat(suggestion("\n\nemma\nolivia\nava\n\n\n").mode()).isEqualTo(TextMode.LINES);
        assertThat(suggestion("emma\n".repeat(60) + "\n" + "olivia\n".repeat(60))
                        .mode())
                .isEqualTo(TextMode.LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"emma\nolivia", PLAY, VERSE, CODE, "a single line"})
    void theReasonIsASentence(String corpus) {
        assertThat(suggestion(corpus).reason()).matches("[A-Z0-9].*\\.");
    }

    private static TextMode.Suggestion suggestion(String corpus) {
        int[] codePoints = corpus.codePoints().toArray();
        var tally = new CorpusTally();
        tally.accept(codePoints, codePoints.length);
        return TextMode.suggestFor(tally.result());
    }
}
