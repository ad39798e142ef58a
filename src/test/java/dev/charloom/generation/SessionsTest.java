package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.CharacterRules;
import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.Penalties;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.Search;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Conversations: what the next request of a session writes, and what becomes of the session.
class SessionsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ModelChoice TEXT = ModelChoice.of(ModelReference.parse("text:1"));
    private static final ModelChoice LINES = ModelChoice.of(ModelReference.parse("lines:1"));
    private static final SessionId TALK = new SessionId("talk");

    private final Letters letters = new Letters();
    private GenerationService service;

    @BeforeEach
    void publish() {
        letters.publishLines("lines:1");
        publishText("text:1", Instant.EPOCH);
        service = letters.service(3, new ModelWorker.Limits(8, 4, 4), LONG);
    }

    private void publishText(String name, Instant createdAt) {
        letters.publish(ModelReference.parse(name), "text", createdAt, new long[] {2, 1, 1}, '\n', 'a', 'b');
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Generation say(ModelChoice model, String prompt, int maxLength, @Nullable Long seed) {
        return say(model, TALK, prompt, maxLength, seed);
    }

    private Generation say(ModelChoice model, SessionId session, String prompt, int maxLength, @Nullable Long seed) {
        return service.complete(model, params(maxLength, seed), new Prompts(List.of(prompt), session));
    }

    private static GenerationParams params(int maxLength, @Nullable Long seed) {
        return new GenerationParams(SamplingParams.untruncated(), 1, maxLength, List.of(), false, seed);
    }

    private String alone(ModelChoice model, String prompt, int maxLength, long seed) {
        return text(service.complete(model, params(maxLength, seed), Prompts.of(prompt)));
    }

    private static String text(Generation generation) {
        return generation.texts().getFirst().text();
    }

    @Test
    void twoRequestsWriteWhatOneForTheLengthOfBothWrites() {
        String whole = alone(TEXT, "ab", 60, 7);

        String first = text(say(TEXT, "ab", 25, 7L));
        Generation second = say(TEXT, "", 35, null);

        assertThat(first + text(second)).isEqualTo(whole);
        assertThat(second.seed()).isEqualTo(7);
        assertThat(second.remembered()).isEqualTo(27);
    }

    @Test
    void penaltiesDoNotCountTheLastCharacterOfTheRequestBefore() {
        var other = new SessionId("other");
        for (int i = 0; i < 40; i++) {
            var penalties = new Penalties(i % 2 == 0 ? 1e-6 : 10, 0, 0); // one for each sign that a logit can have
            String written = text(say(TEXT, "a", 1, 7L));
            assertThat(text(say(TEXT, other, "a", 1, 7L))).isEqualTo(written);

            assertThat(text(service.complete(TEXT, params(1, penalties, i), new Prompts(List.of(""), other))))
                    .isEqualTo(text(say(TEXT, "", 1, (long) i)));
        }
    }

    private static GenerationParams params(int maxLength, Penalties penalties, long seed) {
        var decoding = new Decoding(SamplingParams.untruncated(), penalties, CharacterRules.NONE);
        return new GenerationParams(decoding, Search.draw(), 1, maxLength, List.of(), null, false, seed);
    }

    @Test
    void theSameSeedGoesOnWithItsDrawsAndAnotherBeginsItsOwn() {
        String whole = alone(TEXT, "ab", 40, 7);

        String same =
                text(say(TEXT, new SessionId("a"), "ab", 20, 7L)) + text(say(TEXT, new SessionId("a"), "", 20, 7L));
        String other =
                text(say(TEXT, new SessionId("b"), "ab", 20, 7L)) + text(say(TEXT, new SessionId("b"), "", 20, 8L));

        assertThat(same).isEqualTo(whole);
        assertThat(other).isNotEqualTo(whole).startsWith(whole.substring(0, 20));
    }

    @Test
    void aPromptIsReadAfterWhatWasWritten() {
        var greedy = new GenerationParams(SamplingParams.greedy(), 1, 30, List.of(), false, null);
        String first = text(service.complete(TEXT, greedy, new Prompts(List.of("abba"), TALK)));
        String second = text(service.complete(TEXT, greedy, new Prompts(List.of("bab"), TALK)));

        String expected = text(service.complete(TEXT, greedy, Prompts.of("abba" + first + "bab")));
        assertThat(second).isEqualTo(expected);
    }

    @Test
    void aStopSequenceThatEndedATextHasBeenRead() {
        var greedy = new GenerationParams(SamplingParams.greedy(), 1, 30, List.of(), false, null);
        String whole = text(service.complete(TEXT, greedy, Prompts.of("ab")));
        String stop = whole.substring(3, 6);
        var stopping = new GenerationParams(SamplingParams.greedy(), 1, 30, List.of(stop), false, null);

        String first = text(service.complete(TEXT, stopping, new Prompts(List.of("ab"), TALK)));
        String second = text(service.complete(TEXT, greedy, new Prompts(List.of(""), TALK)));

        assertThat(first + stop + second).startsWith(whole);
    }

    @Test
    void aLineThatHasEndedIsFollowedByANewOne() {
        long seed = 0;
        while (alone(LINES, "a", 50, seed).length() == 50) {
            seed++;
        }
        Generation first = say(LINES, "a", 50, seed);
        assertThat(first.texts().getFirst().finishReason()).isEqualTo(FinishReason.STOP);

        assertThat(text(say(LINES, "ab", 50, 1_000L))).isEqualTo(alone(LINES, "ab", 50, 1_000));
    }

    @Test
    void aNewlineInAPromptBeginsALine() {
        say(LINES, "abab", 1, 3L);

        assertThat(text(say(LINES, "b\nab", 50, 1_000L))).isEqualTo(alone(LINES, "ab", 50, 1_000));
    }

    @Test
    void aSessionStaysWithItsModelAndVersion() {
        say(TEXT, "a", 5, 1L);
        publishText("text:2", Instant.EPOCH);

        Generation named = say(ModelChoice.of(ModelReference.parse("text")), "a", 5, null);
        Generation unnamed = say(ModelChoice.of(null), "a", 5, null);

        assertThat(named.author()).isEqualTo(new Author("text", 1)).isEqualTo(unnamed.author());
        assertThatThrownBy(() -> say(LINES, "a", 5, null)).isInstanceOf(SessionConflict.class);
        assertThatThrownBy(() -> say(ModelChoice.of(ModelReference.parse("text:2")), "a", 5, null))
                .isInstanceOf(SessionConflict.class);
    }

    @Test
    void aSessionWhoseModelWasMadeAnewBeginsAnew() {
        say(TEXT, "ab", 20, 7L);
        publishText("text:1", Instant.EPOCH.plusSeconds(1));

        assertThat(say(TEXT, "ab", 20, 7L).remembered()).isZero();
    }

    @Test
    void aSessionIsForgottenSomeTimeAfterItsLastUse() {
        say(TEXT, "ab", 20, 7L);
        letters.sessionClock.addAndGet(Letters.SESSION_TIME.toNanos() - 1);
        assertThat(say(TEXT, "ab", 20, 7L).remembered()).isEqualTo(22);

        letters.sessionClock.addAndGet(Letters.SESSION_TIME.toNanos() + 1);

        assertThat(say(TEXT, "ab", 20, 7L).remembered()).isZero();
    }

    @Test
    void onlySoManySessionsAreKept() {
        int many = 10 * Letters.SESSIONS;
        for (int i = 0; i < many; i++) {
            say(TEXT, new SessionId("s" + i), "ab", 2, 1L);
        }

        long kept = 0;
        for (int i = 0; i < many; i++) {
            kept += say(TEXT, new SessionId("s" + i), "a", 1, 1L).remembered() > 0 ? 1 : 0;
        }
        assertThat(kept).isLessThanOrEqualTo(Letters.SESSIONS);
    }

    @Test
    void oneRequestOfASessionIsUnderWayAtATimeAndOneThatIsBrokenOffChangesNothing() {
        String first = text(say(TEXT, "ab", 20, 7L));
        var endless = params(1_000_000, null);

        try (TextStream stream = service.streamCompletions(TEXT, endless, new Prompts(List.of("b"), TALK))) {
            assertThatThrownBy(() -> say(TEXT, "", 5, null)).isInstanceOf(SessionConflict.class);
            assertThat(stream.remembered()).isEqualTo(22);
        }

        await().atMost(LONG).until(() -> {
            try {
                return (first + text(say(TEXT, "", 10, null))).equals(alone(TEXT, "ab", 30, 7));
            } catch (SessionConflict e) { // the writer has not noticed yet
                return false;
            }
        });
    }

    @Test
    void aRequestThatIsRefusedLeavesTheSessionFree() {
        say(TEXT, "ab", 20, 7L);

        assertThatThrownBy(() -> say(TEXT, "x", 20, 7L)).isInstanceOf(RuntimeException.class);

        assertThat(say(TEXT, "ab", 20, 7L).remembered()).isEqualTo(22);
    }
}
