package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.sampling.Continuation;
import dev.charloom.sampling.Novelty;
import dev.charloom.sampling.WritingListener;
import dev.charloom.sampling.WrittenText;
import dev.charloom.text.Corpus;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctTextsTest {

    private final List<String> heard = new ArrayList<>();
    private final WritingListener listener = (number, text, _) -> heard.add(number + " " + text.text());

    private static void finish(DistinctTexts texts, int number, String text) {
        texts.finished(number, new WrittenText(text, text.length(), true, List.of(), 0), new Continuation(null, 0, 0));
    }

    @Test
    void whatCameBeforeIsLeftOutInTheOrderOfTheNumbersWhateverEndsFirst() {
        var texts = new DistinctTexts(listener, 3, "", true, _ -> true);

        finish(texts, 2, "b");
        finish(texts, 1, "a");
        assertThat(heard).isEmpty();
        finish(texts, 0, "a");
        assertThat(heard).containsExactly("0 a", "1 b");
        finish(texts, 4, "d");
        assertThat(texts.satisfied()).isFalse();
        finish(texts, 3, "c");

        assertThat(heard).containsExactly("0 a", "1 b", "2 c");
        assertThat(texts.satisfied()).isTrue();
    }

    @Test
    void whatStandsInTheCorpusIsLeftOutWithItsPrefix() {
        Corpus corpus = Corpus.of("anna\notto\n", Vocabulary.of('\n', 'a', 'n', 'o', 't'));
        var texts = new DistinctTexts(listener, 3, "an", false, Novelty.of(corpus, TextMode.LINES)::isNew);

        finish(texts, 0, "na");
        finish(texts, 1, "anna");
        finish(texts, 2, "anna");

        assertThat(heard).containsExactly("0 anna", "1 anna");
    }
}
