package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.CharacterRules;
import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.Penalties;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.Search;
import dev.charloom.text.UnknownCharacter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationServiceTest {

    private static final ModelReference MODEL = ModelReference.parse("letters:1");
    private static final ModelWorker.Limits LIMITS = new ModelWorker.Limits(8, 4, 4);
    private static final ModelChoice DEFAULT = ModelChoice.of(null);

    /// One of them changes a lot, whatever the sign of a logit.
    private static final List<Penalties> PENALTIES = List.of(new Penalties(1e-6, 0, 0), new Penalties(10, 0, 0));

    private final Letters letters = new Letters();
    private final ModelRepository repository = letters.repository;
    private @Nullable GenerationService service;

    private GenerationService service(String mode, long[] counts, int... vocabulary) {
        publish(mode, Instant.EPOCH, counts, vocabulary);
        service = letters.service(2, LIMITS, Duration.ofMinutes(1));
        return service;
    }

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
    }

    private void publish(String mode, Instant createdAt, long[] counts, int... vocabulary) {
        var shape = new ModelShape(vocabulary.length, CellKind.GRU_RESET_BEFORE, 1, 8, 3);
        var manifest = new ModelManifest(
                ModelManifest.FORMAT_VERSION,
                new ModelName("letters"),
                1,
                createdAt,
                ModelManifest.Shape.of(shape),
                ModelManifest.Conventions.of(shape.cell()),
                new ModelManifest.Tokenisation(mode, null, "zero vector"),
                vocabulary,
                new ModelManifest.Corpus("", 0, 0, 0, vocabulary.length, counts, List.of()),
                new ModelManifest.Training("job", Map.of(), 0, "test", 1, 1, 1, 1, null, "", null));
        var weights = new Initializer(new SplittableRandom(3)).initialize(shape);
        given(repository.resolve(any())).willReturn(MODEL);
        given(repository.manifest(MODEL)).willReturn(manifest);
        given(repository.load(MODEL)).willReturn(new StoredModel(manifest, weights));
    }

    private GenerationService lines() {
        return service("lines", new long[] {2, 1, 1}, '\n', 'a', 'b');
    }

    private static GenerationParams params(int n, int maxLength, @Nullable Long seed) {
        return new GenerationParams(SamplingParams.untruncated(), n, maxLength, List.of(), false, seed);
    }

    @Test
    void aSeedIsChosenAndToldWhereNoneIsGiven() {
        GenerationService service = lines();

        Generation chosen = service.sample(DEFAULT, params(4, 20, null), "", Distinct.NO);

        assertThat(chosen.seed()).isEqualTo(99);
        assertThat(service.sample(DEFAULT, params(4, 20, 99L), "", Distinct.NO).texts())
                .isEqualTo(chosen.texts());
        assertThat(service.sample(DEFAULT, params(4, 20, 98L), "", Distinct.NO).texts())
                .isNotEqualTo(chosen.texts());
    }

    @Test
    void distinctTextsAreTheSameForTheSameSeedAndWhatIsMissingIsNotMadeUp() {
        GenerationService service = lines();
        var unique = new Distinct(true, false);

        Generation some = service.sample(DEFAULT, params(30, 6, 1L), "", unique);
        Generation tooMany = service.sample(DEFAULT, params(30, 2, 1L), "", unique);

        assertThat(some.texts()).hasSize(30).extracting(GeneratedText::text).doesNotHaveDuplicates();
        assertThat(service.sample(DEFAULT, params(30, 6, 1L), "", unique).texts())
                .isEqualTo(some.texts());
        assertThat(tooMany.texts())
                .extracting(GeneratedText::text)
                .containsExactlyInAnyOrder("", "a", "b", "aa", "ab", "ba", "bb");
        assertThatThrownBy(() -> service.sample(DEFAULT, params(1, 2, 1L), "", new Distinct(false, true)))
                .isInstanceOf(NoveltyUnknown.class);
    }

    @Test
    void penaltiesDoNotCountTheNewlineThatATextBeginsAfter() {
        GenerationService service = service("text", new long[] {2, 1, 1}, '\n', 'a', 'b');

        assertThat(firstCharacters(service, "", PENALTIES))
                .containsOnly(
                        firstCharacters(service, "", List.of(Penalties.NONE)).getFirst());
        assertThat(firstCharacters(service, "\n", PENALTIES)).doesNotHaveDuplicates();
        assertThat(PENALTIES.stream().map(it -> service.sample(DEFAULT, firstCharacters(it), "", Distinct.NO)))
                .containsOnly(service.sample(DEFAULT, firstCharacters(Penalties.NONE), "", Distinct.NO));
    }

    private static List<Generation> firstCharacters(
            GenerationService service, String prompt, List<Penalties> penalties) {
        return penalties.stream()
                .map(it -> service.complete(DEFAULT, firstCharacters(it), Prompts.of(prompt)))
                .toList();
    }

    private static GenerationParams firstCharacters(Penalties penalties) {
        var decoding = new Decoding(SamplingParams.untruncated(), penalties, CharacterRules.NONE);
        return new GenerationParams(decoding, Search.draw(), 1_000, 1, List.of(), null, false, 1L);
    }

    @Test
    void aStreamTellsLogProbabilitiesOnceAndAnAnswerWithTheWholeText() throws InterruptedException {
        GenerationService service = lines();
        var noEnd = new Decoding(
                SamplingParams.untruncated(), Penalties.NONE, new CharacterRules(Map.of(), null, "\n", null));
        var params = new GenerationParams(noEnd, Search.draw(), 1, 20, List.of(), 1, false, 2L);
        GeneratedText whole =
                service.complete(DEFAULT, params, Prompts.of("ab")).texts().getFirst();
        var pieces = new ArrayList<CharacterLogProbability>();
        var ends = new ArrayList<GeneratedText>();

        try (TextStream stream = service.streamCompletions(DEFAULT, params, Prompts.of("ab"))) {
            while (ends.isEmpty()) {
                switch (stream.next(Duration.ofMinutes(1))) {
                    case TextEvent.Grown grown -> pieces.addAll(grown.logProbabilities());
                    case TextEvent.Ended ended -> ends.add(ended.text());
                    case null, default -> throw new AssertionError("the text has not come to its end");
                }
            }
        }

        assertThat(pieces).hasSize(20).isEqualTo(whole.logProbabilities());
        assertThat(ends).containsExactly(new GeneratedText(whole.text(), whole.finishReason()));
    }

    @Test
    void textsOfOneCharacterComeToTheirNumber() {
        GenerationService service = lines();

        assertThat(service.sample(DEFAULT, params(1_000, 1, 1L), "", Distinct.NO)
                        .texts())
                .hasSize(1_000);
        assertThat(service.sample(DEFAULT, params(100, 1, 1L), "", new Distinct(true, false))
                        .texts())
                .hasSize(3);
    }

    @Test
    void aModelIsLoadedOnce() {
        GenerationService service = lines();

        service.sample(DEFAULT, params(1, 5, 1L), "", Distinct.NO);
        service.complete(ModelChoice.of(MODEL), params(1, 5, 1L), Prompts.of("ab"));

        verify(repository, times(1)).load(MODEL);
    }

    @Test
    void whatThePrecisionComesToIsLoadedOnceWhicheverNameItHas() {
        GenerationService service = lines();

        Generation auto = service.sample(new ModelChoice(MODEL, Precision.AUTO), params(3, 9, 1L), "", Distinct.NO);
        Generation named = service.sample(new ModelChoice(MODEL, Precision.FLOAT32), params(3, 9, 1L), "", Distinct.NO);

        assertThat(named).isEqualTo(auto);
        verify(repository, times(1)).load(MODEL);
    }

    @Test
    void aModelThatWasDeletedAndMadeAnewIsLoadedAnew() {
        GenerationService service = lines();
        service.sample(DEFAULT, params(1, 5, 1L), "", Distinct.NO);

        publish("lines", Instant.EPOCH.plusSeconds(1), new long[] {1, 1, 1}, '\n', 'x', 'y');

        assertThat(service.sample(DEFAULT, params(50, 9, 1L), "x", Distinct.NO).texts())
                .allSatisfy(text -> assertThat(text.text()).matches("[xy]+"));
    }

    @Test
    void whatATextStartsWithIsPartOfItAndOfItsLength() {
        Generation generation = lines().sample(DEFAULT, params(50, 6, 1L), "abab", Distinct.NO);

        assertThat(generation.texts())
                .allSatisfy(text -> assertThat(text.text()).startsWith("abab").hasSizeLessThanOrEqualTo(6));
        assertThat(generation.promptCharacters()).isEqualTo(4);
        assertThatThrownBy(() -> lines().sample(DEFAULT, params(1, 4, 1L), "abab", Distinct.NO))
                .isInstanceOf(PromptTooLong.class);
    }

    @Test
    void aTextOfLinesModeStartsWithNoNewline() {
        assertThatThrownBy(() -> lines().sample(DEFAULT, params(1, 9, 1L), "ab\nb\n", Distinct.NO))
                .isInstanceOfSatisfying(
                        NotOneLine.class, it -> assertThat(it.index()).isEqualTo(2));
        GenerationService text = service("text", new long[] {2, 1, 1}, '\n', 'a', 'b');

        assertThat(text.sample(DEFAULT, params(1, 9, 1L), "ab\nb", Distinct.NO).texts())
                .allSatisfy(it -> assertThat(it.text()).startsWith("ab\nb"));
    }

    @Test
    void inLinesModeOnlyTheLineThatIsToGoOnCounts() {
        GenerationService service = lines();

        Generation whole = service.complete(DEFAULT, params(20, 15, 1L), Prompts.of("abba\nbb\nab"));

        assertThat(whole.texts())
                .isEqualTo(service.complete(DEFAULT, params(20, 15, 1L), Prompts.of("ab"))
                        .texts());
        assertThat(whole.promptCharacters()).isEqualTo(10);
    }

    @Test
    void aCompletionOfNothingIsASample() {
        GenerationService service = lines();

        assertThat(service.complete(DEFAULT, params(5, 15, 1L), Prompts.of("")).texts())
                .isEqualTo(service.sample(DEFAULT, params(5, 15, 1L), "", Distinct.NO)
                        .texts());
    }

    @Test
    void unknownCharactersAreRefusedOrLeftOutAsAsked() {
        GenerationService service = lines();
        var skipping = new GenerationParams(SamplingParams.untruncated(), 3, 9, List.of(), true, 1L);

        assertThatThrownBy(() -> service.complete(DEFAULT, params(3, 9, 1L), Prompts.of("axb")))
                .isInstanceOfSatisfying(
                        UnknownCharacter.class,
                        unknown -> assertThat(unknown.index()).isEqualTo(1));
        assertThat(service.complete(DEFAULT, skipping, Prompts.of("axb")).texts())
                .isEqualTo(service.complete(DEFAULT, skipping, Prompts.of("ab")).texts());
    }

    @Test
    void withoutANewlineTheOpeningIsDrawnByTheFrequenciesOfTheCorpus() {
        service("text", new long[] {6, 0, 3, 1}, 'a', 'b', 'c', 'd');
        LoadedModels models = letters.models(1, LIMITS);
        LoadedModel model = models.get(DEFAULT);
        long[] counts = new long[4];
        int draws = 20_000;
        for (long seed = 0; seed < draws; seed++) {
            counts[model.opening(seed)]++;
        }

        assertThat(counts[1]).isZero();
        double[] expected = {0.6 * draws, 0, 0.3 * draws, 0.1 * draws};
        double chiSquared = 0;
        for (int id : new int[] {0, 2, 3}) {
            chiSquared += Math.pow(counts[id] - expected[id], 2) / expected[id];
        }
        assertThat(chiSquared).isLessThan(13.8); // 99.9 % of chi-squared with 2 degrees of freedom
        assertThat(Arrays.stream(counts).sum()).isEqualTo(draws);
    }
}
