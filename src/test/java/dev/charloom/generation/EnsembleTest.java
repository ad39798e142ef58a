package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.charloom.engine.Initializer;
import dev.charloom.generation.ModelChoice.Member;
import dev.charloom.generation.ModelChoice.Source;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModel;
import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.Search;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Models that write together, and models that are still being trained.
class EnsembleTest {

    private static final ModelReference A = ModelReference.parse("a:1");
    private static final ModelReference B = ModelReference.parse("b:1");

    private final Letters letters = new Letters();
    private GenerationService service;

    @BeforeEach
    void publish() {
        letters.publishLines("a:1");
        letters.publishLines("b:1");
        StoredModel other = withWeights(B, 4);
        given(letters.repository.load(B)).willReturn(other);
        service = letters.service(2, new ModelWorker.Limits(8, 4, 4), Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        service.close();
    }

    /// The model of another initialisation.
    private StoredModel withWeights(ModelReference model, long seed) {
        StoredModel stored = letters.repository.load(model);
        return new StoredModel(
                stored.manifest(),
                new Initializer(new SplittableRandom(seed))
                        .initialize(stored.manifest().shape().toModelShape()));
    }

    private static ModelChoice together(double a, double b) {
        return new ModelChoice(new Source.Ensemble(List.of(new Member(A, a), new Member(B, b))), Precision.FLOAT32);
    }

    /// The probabilities of the character after a prompt.
    private Map<Integer, Double> next(ModelChoice model) {
        var params = new GenerationParams(
                Decoding.of(SamplingParams.untruncated()), Search.draw(), 20, 1, List.of(), 3, false, 1L);
        List<CharacterLogProbability> characters = service.complete(model, params, Prompts.of("ab")).texts().stream()
                .flatMap(text -> text.logProbabilities().stream())
                .toList();
        return characters.getFirst().top().stream()
                .collect(Collectors.toMap(
                        CharacterLogProbability.Alternative::codePoint, it -> Math.exp(it.logProbability())));
    }

    @Test
    void theDistributionIsTheWeightedMeanOfThoseOfTheModels() {
        Map<Integer, Double> a = next(ModelChoice.of(A));
        Map<Integer, Double> b = next(ModelChoice.of(B));
        assertThat(a).isNotEqualTo(b);

        Map<Integer, Double> both = next(together(3, 1));

        both.forEach((codePoint, probability) ->
                assertThat(probability).isCloseTo(0.75 * a.get(codePoint) + 0.25 * b.get(codePoint), within(1e-6)));
    }

    @Test
    void itsNameTellsWhoWroteAndItIsLoadedOnce() {
        var params = new GenerationParams(SamplingParams.untruncated(), 3, 9, List.of(), false, 1L);

        Generation written = service.complete(together(1, 1), params, Prompts.of("a"));

        assertThat(written.author()).hasToString("a:1+b:1");
        assertThat(service.sample(together(1, 1), params, "a", Distinct.NO).texts())
                .hasSize(3);
        verify(letters.repository, times(1)).load(A);
        service.unload(new ModelName("b"));
        service.sample(together(1, 1), params, "a", Distinct.NO);
        verify(letters.repository, times(2)).load(A);
    }

    @Test
    void modelsThatDoNotReadTheSameCharactersInTheSameModeAreRefused() {
        var params = new GenerationParams(SamplingParams.untruncated(), 1, 9, List.of(), false, 1L);
        letters.publish(B, "lines", Instant.EPOCH, new long[] {2, 1, 1}, '\n', 'a', 'c');
        assertThatThrownBy(() -> service.complete(together(1, 1), params, Prompts.of("a")))
                .isInstanceOf(EnsembleMismatch.class)
                .hasMessageContaining("vocabularies");

        letters.publish(B, "text", Instant.EPOCH, new long[] {2, 1, 1}, '\n', 'a', 'b');
        assertThatThrownBy(() -> service.complete(together(1, 1), params, Prompts.of("a")))
                .isInstanceOf(EnsembleMismatch.class)
                .hasMessageContaining("writes");
    }

    @Test
    void aJobWritesWithItsLatestCheckpointAndThenWithWhatItPublished() {
        var job = new ModelChoice(new Source.Job("01jd3x8k2v5c"), Precision.AUTO);
        var params = new GenerationParams(
                Decoding.of(SamplingParams.untruncated()), Search.draw(), 3, 20, List.of(), 0, false, 1L);
        given(letters.jobs.latest(any())).willReturn(new JobModels.Place.Checkpoint(10));
        StoredModel early = withWeights(A, 5);
        StoredModel late = withWeights(A, 6);
        given(letters.jobs.checkpoint(any())).willReturn(early, late);

        Generation first = service.complete(job, params, Prompts.of("a"));
        Generation again = service.complete(job, params, Prompts.of("a"));
        given(letters.jobs.latest(any())).willReturn(new JobModels.Place.Checkpoint(20));
        Generation later = service.complete(job, params, Prompts.of("a"));
        given(letters.jobs.latest(any())).willReturn(new JobModels.Place.Published(A));
        Generation published = service.complete(job, params, Prompts.of("a"));

        assertThat(first.author()).isEqualTo(new Author("a", null));
        assertThat(again.texts()).isEqualTo(first.texts()).isNotEqualTo(later.texts());
        assertThat(published).isEqualTo(service.complete(ModelChoice.of(A), params, Prompts.of("a")));
        verify(letters.jobs, times(2)).checkpoint(any());
        assertThatThrownBy(() -> {
                    given(letters.jobs.latest(any())).willReturn(new JobModels.Place.Checkpoint(20));
                    service.sample(job, params, "", new Distinct(false, true));
                })
                .isInstanceOf(NoveltyUnknown.class);
    }
}
