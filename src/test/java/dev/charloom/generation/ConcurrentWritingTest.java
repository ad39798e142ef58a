package dev.charloom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.SamplingParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many requests at once: what they get, and what becomes of those that are too many.
class ConcurrentWritingTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ModelReference A = ModelReference.parse("a:1");
    private static final ModelReference B = ModelReference.parse("b:1");

    private final Letters letters = new Letters();
    private final List<AutoCloseable> open = new ArrayList<>();

    private GenerationService service(int capacity, int running, int waiting, Duration timeLimit) {
        letters.publishLines("a:1");
        letters.publishLines("b:1");
        GenerationService service = letters.service(capacity, new ModelWorker.Limits(8, running, waiting), timeLimit);
        open.add(service);
        return service;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private static GenerationParams params(int n, int maxLength, long seed) {
        return new GenerationParams(SamplingParams.untruncated(), n, maxLength, List.of(), false, seed);
    }

    /// A request that goes on for as long as nobody reads what it writes.
    private TextStream endless(GenerationService service, ModelReference model) {
        TextStream stream = service.streamSamples(ModelChoice.of(model), params(100_000, 20, 1), "", Distinct.NO);
        open.add(stream);
        return stream;
    }

    @Test
    void whatARequestWritesDoesNotDependOnTheOthers() throws Exception {
        GenerationService service = service(1, 5, 100, LONG);
        List<Callable<List<GeneratedText>>> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            requests.add(() -> service.complete(
                            ModelChoice.of(number % 3 == 0 ? B : A),
                            params(1 + number % 4, 30, number),
                            Prompts.of("ab".repeat(number)))
                    .texts());
        }
        List<List<GeneratedText>> alone = new ArrayList<>();
        for (Callable<List<GeneratedText>> request : requests) {
            alone.add(request.call());
        }

        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            List<Future<List<GeneratedText>>> together = clients.invokeAll(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void textsAreScoredByAModelThatLearnsAndIsTheSameAfterwards() throws Exception {
        GenerationService service = service(1, 5, 100, LONG);
        String text = "ab".repeat(100);
        Scores before = service.score(A, List.of(text), 0);

        Scores learning = service.scoreDynamically(A, List.of(text), 0);

        assertThat(learning.author()).isEqualTo(before.author());
        assertThat(learning.texts().getFirst().logProbability())
                .isGreaterThan(before.texts().getFirst().logProbability());
        assertThat(service.score(A, List.of(text), 0)).isEqualTo(before);
    }

    @Test
    void requestsBeyondTheQueueAreTurnedAwayAndOnesThatLeaveMakeRoom() {
        GenerationService service = service(2, 2, 3, LONG);
        TextStream first = endless(service, A);
        endless(service, A);
        await().atMost(LONG).until(() -> hasRoom(service));
        await().atMost(LONG).until(() -> {
            try {
                endless(service, A);
                return false;
            } catch (WritingQueueFull e) {
                return true;
            }
        });

        assertThat(service.sample(ModelChoice.of(B), params(3, 5, 1), "", Distinct.NO)
                        .texts())
                .as("another model")
                .hasSize(3);
        first.close();
        await().atMost(LONG).until(() -> hasRoom(service));
    }

    private static boolean hasRoom(GenerationService service) {
        try {
            service.streamSamples(ModelChoice.of(A), params(1, 1, 1), "", Distinct.NO)
                    .close();
            return true;
        } catch (WritingQueueFull e) {
            return false;
        }
    }

    @Test
    void theTextsOfSeveralPromptsAreWhatTheyAreAloneAlsoIfTheyAreMoreThanMayWait() {
        GenerationService service = service(2, 1, 2, LONG);
        List<String> prompts = List.of("a", "", "bb", "ab", "a");

        Generation together = service.complete(ModelChoice.of(A), params(3, 30, 5), new Prompts(prompts, null));

        List<GeneratedText> alone = prompts.stream()
                .flatMap(it -> service.complete(ModelChoice.of(A), params(3, 30, 5), Prompts.of(it)).texts().stream())
                .toList();
        assertThat(together.texts()).isEqualTo(alone);
        assertThat(together.promptCharacters()).isEqualTo(6);
    }

    @Test
    void aSlowReaderGetsEverythingAndHoldsNobodyUp() throws InterruptedException {
        GenerationService service = service(2, 4, 4, LONG);
        TextStream slow = service.streamSamples(ModelChoice.of(A), params(5_000, 20, 1), "", Distinct.NO);
        open.add(slow);

        assertThat(service.sample(ModelChoice.of(A), params(2_000, 5, 1), "", Distinct.NO)
                        .texts())
                .hasSize(2_000);
        int texts = 0;
        TextEvent event;
        do {
            event = slow.next(LONG);
            texts += event instanceof TextEvent.Ended ? 1 : 0;
        } while (!(event instanceof TextEvent.Done));
        assertThat(texts).isEqualTo(5_000);
    }

    @Test
    void aRequestThatTakesTooLongIsGivenUp() {
        GenerationService service = service(2, 1, 4, Duration.ofMillis(1));

        assertThatThrownBy(() -> service.sample(ModelChoice.of(A), params(20_000, 1_000, 1), "", Distinct.NO))
                .isInstanceOf(TimeLimitExceeded.class);
    }

    @Test
    void piecesOfACompletionAddUpToIt() throws InterruptedException {
        GenerationService service = service(2, 4, 4, LONG);
        List<GeneratedText> whole = service.complete(ModelChoice.of(A), params(3, 50, 4), Prompts.of("ab"))
                .texts();
        var texts = IntStream.range(0, 3).mapToObj(_ -> new StringBuilder()).toList();

        try (TextStream stream = service.streamCompletions(ModelChoice.of(A), params(3, 50, 4), Prompts.of("ab"))) {
            TextEvent event;
            do {
                event = stream.next(LONG);
                if (event instanceof TextEvent.Grown grown) {
                    texts.get(grown.index()).append(grown.piece());
                }
            } while (!(event instanceof TextEvent.Done));
        }

        assertThat(texts)
                .extracting(StringBuilder::toString)
                .isEqualTo(whole.stream().map(GeneratedText::text).toList());
    }

    @Test
    void theLeastRecentlyUsedModelIsLetGo() {
        GenerationService service = service(2, 4, 4, LONG);
        letters.publishLines("c:1");
        service.load(A);
        service.load(B);
        service.load(A);

        service.load(ModelReference.parse("c:1"));

        assertThat(service.isLoaded(A)).isTrue();
        assertThat(service.isLoaded(B)).isFalse();
        service.load(B);
        verify(letters.repository, times(2)).load(B);
        verify(letters.repository, times(1)).load(A);
    }

    @Test
    void aModelThatIsLetGoFinishesWhatIsUnderWayAndItsThreadEnds() throws InterruptedException {
        GenerationService service = service(2, 4, 4, LONG);
        long threads = threads();
        try (TextStream stream = service.streamSamples(ModelChoice.of(A), params(5_000, 20, 1), "", Distinct.NO)) {
            service.unload(new ModelName("a"));
            assertThat(service.isLoaded(A)).isFalse();
            TextEvent event;
            do {
                event = stream.next(LONG);
            } while (!(event instanceof TextEvent.Done));
        }

        await().atMost(LONG).until(() -> threads() == threads);
        assertThat(service.sample(ModelChoice.of(A), params(1, 5, 1), "", Distinct.NO)
                        .texts())
                .hasSize(1);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("letters-"))
                .count();
    }
}
