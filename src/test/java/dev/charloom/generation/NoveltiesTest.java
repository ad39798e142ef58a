package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.Novelty;
import dev.charloom.text.Corpus;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoveltiesTest {

    private static final ModelReference A = ModelReference.parse("a:1");
    private static final ModelReference B = ModelReference.parse("b:1");

    private final Letters letters = new Letters();
    private final Novelties novelties = new Novelties(letters.repository, 2);

    @BeforeEach
    void publish() throws IOException {
        var content = new ByteArrayOutputStream();
        Novelty.of(Corpus.of("ab\nba\n", Vocabulary.of('\n', 'a', 'b')), TextMode.LINES)
                .writeTo(content);
        for (ModelReference model : new ModelReference[] {A, B}) {
            letters.publishLines(model.toString());
            given(letters.repository.novelty(model)).willReturn(Optional.of(content.toByteArray()));
        }
    }

    @Test
    void theHashesOfAModelThatIsLetGoAreReadAnewAndThoseOfOthersStay() {
        assertThat(novelties.of(A).isNew("ab")).isFalse();
        novelties.of(A);
        novelties.of(B);

        novelties.unload(new ModelName("a"));

        novelties.of(A);
        novelties.of(B);
        verify(letters.repository, times(2)).novelty(A);
        verify(letters.repository, times(1)).novelty(B);
    }
}
