package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.charloom.repository.ModelReference;
import dev.charloom.text.CharacterFeature;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With a GRU of one layer of eight units.
class InspectionTest {

    private static final ModelReference MODEL = ModelReference.parse("a:1");
    private static final String TEXT = "abba\nbab\n";
    private static final CharacterFeature IS_A = CharacterFeature.anyOf("a");

    private final Letters letters = new Letters();
    private GenerationService service;

    @BeforeEach
    void start() {
        letters.publishLines("a:1");
        service = letters.service(1, new ModelWorker.Limits(8, 1, 2), Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static InspectionParams params(
            @Nullable List<String> signals,
            @Nullable List<Integer> units,
            @Nullable CharacterFeature feature,
            int top) {
        return new InspectionParams(null, signals, units, feature, top);
    }

    @Test
    void withoutAFeatureTheFirstUnitsAreTracedByNumber() {
        Inspection seen = service.inspect(MODEL, TEXT, params(null, null, null, 3));

        assertThat(seen.author()).isEqualTo(Author.of(MODEL));
        assertThat(seen.available()).containsExactly("reset", "update", "candidate", "hidden");
        assertThat(List.of(seen.layer(), seen.layers(), seen.hiddenSize(), seen.characters()))
                .containsExactly(1, 1, 8, 9);
        assertThat(seen.feature()).isNull();
        assertThat(seen.traces()).extracting(it -> it.unit().unit()).containsExactly(0, 1, 2);
        assertThat(seen.traces()).extracting(it -> it.unit().signal()).containsOnly("hidden");
        assertThat(seen.traces()).allSatisfy(it -> {
            assertThat(it.values()).hasSize(9);
            assertThat(it.values()[0]).isNotZero();
        });
        assertThat(seen.ranking()).allSatisfy(it -> assertThat(it.separation()).isNull());
    }

    @Test
    void unitsAreRankedByHowMuchTheySeparateAFeatureInEitherDirection() {
        Inspection seen = service.inspect(MODEL, TEXT, params(List.of("hidden", "update"), null, IS_A, 4));

        assertThat(seen.feature()).containsExactly(1, 0, 0, 1, 0, 0, 1, 0, 0);
        assertThat(seen.ranking())
                .hasSize(16)
                .isSortedAccordingTo(Comparator.comparingDouble(it -> -Math.abs(it.separation())));
        assertThat(seen.traces())
                .extracting(Inspection.Traced::unit)
                .isEqualTo(seen.ranking().subList(0, 4));
        for (Inspection.Traced trace : seen.traces()) {
            assertThat(new Separation(seen.feature()).of(trace.values()))
                    .isEqualTo(trace.unit().separation());
        }
    }

    @Test
    void namedUnitsAreTracedWhateverTheirRankIs() {
        Inspection ranked = service.inspect(MODEL, TEXT, params(null, List.of(5, 2), IS_A, 0));
        Inspection plain = service.inspect(MODEL, TEXT, params(null, List.of(5, 2), null, 0));

        assertThat(ranked.ranking()).hasSize(8);
        assertThat(ranked.traces()).extracting(it -> it.unit().unit()).containsExactlyInAnyOrder(2, 5);
        assertThat(plain.traces()).extracting(it -> it.unit().unit()).containsExactly(2, 5);
        assertThat(valuesOf(ranked, 5)).isEqualTo(valuesOf(plain, 5)).isNotEqualTo(valuesOf(plain, 2));
    }

    private static float[] valuesOf(Inspection seen, int unit) {
        return seen.traces().stream()
                .filter(it -> it.unit().unit() == unit)
                .findFirst()
                .orElseThrow()
                .values();
    }

    @Test
    void everythingThatTheModelDoesNotHaveIsToldAtOnce() {
        var asked = new InspectionParams(2, List.of("hidden", "forget"), List.of(7, 8), null, 0);

        assertThat(violations(TEXT, asked))
                .containsExactly(
                        new InvalidInspection.Violation("layer", 2, "1 to 1"),
                        new InvalidInspection.Violation("signals", "forget", "one of reset, update, candidate, hidden"),
                        new InvalidInspection.Violation("units", 8, "0 to 7"));
    }

    private List<InvalidInspection.Violation> violations(String text, InspectionParams asked) {
        return catchThrowableOfType(InvalidInspection.class, () -> service.inspect(MODEL, text, asked))
                .violations();
    }

    @Test
    void aTextMayNotBeTooLong() {
        String longest = "a".repeat(Inspector.MOST_CHARACTERS);

        assertThat(service.inspect(MODEL, longest, params(null, null, null, 1)).characters())
                .isEqualTo(10_000);
        assertThat(violations(longest + "a", params(null, null, null, 1)))
                .containsExactly(new InvalidInspection.Violation("text", null, "at most 10000 characters"));
    }

    @Test
    void aReadingIsMeasuredAsAnyOther() {
        service.inspect(MODEL, TEXT, params(null, null, null, 1));

        assertThat(letters.meters.get("charloom.prompt.characters").counter().count())
                .isEqualTo(TEXT.length());
        assertThat(letters.meters.get("charloom.e2e.request.latency").timer().count())
                .isEqualTo(1);
        assertThat(letters.meters.get("charloom.num.requests.running").gauge().value())
                .isZero();
    }
}
