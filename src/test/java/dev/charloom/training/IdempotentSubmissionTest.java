package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.storage.DiskQuotaExceeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A request that is sent again under its key trains once.
class IdempotentSubmissionTest {

    private static final IdempotencyKey KEY = new IdempotencyKey("order-1");
    private static final TrainingOrder ORDER = TrainingOrder.of(TrainingFixtures.params(it -> it));

    @TempDir
    Path directory;

    private static Job submit(ServiceFixture fixture, IdempotencyKey key, TrainingOrder order) {
        try {
            return fixture.service.submitOnce(
                    key, ServiceFixture.CATS, order, fixture.corpora.store(TrainingFixtures.names()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theSameRequestUnderTheSameKeyIsTheSameJob() throws IOException {
        try (var fixture = new ServiceFixture(directory, 5)) {
            Job first = submit(fixture, KEY, ORDER);

            assertThat(submit(fixture, KEY, ORDER).id()).isEqualTo(first.id());
            assertThat(submit(fixture, new IdempotencyKey("order-2"), ORDER).id())
                    .isNotEqualTo(first.id());
            assertThat(fixture.service.list(null, 10, null)).hasSize(2);
        }
    }

    @Test
    void aRestartForgetsNoKey() throws IOException {
        Job first;
        try (var fixture = new ServiceFixture(directory, 5)) {
            first = submit(fixture, KEY, ORDER);
        }
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();

            assertThat(submit(fixture, KEY, ORDER).id()).isEqualTo(first.id());
        }
    }

    @Test
    void requestsAtTheSameTimeMakeOneJob() throws IOException {
        try (var fixture = new ServiceFixture(directory, 50)) {
            var answers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> submit(fixture, KEY, ORDER)))
                    .toList();

            assertThat(answers.stream().map(it -> it.join().id()).distinct()).hasSize(1);
            assertThat(fixture.service.list(null, 10, null)).hasSize(1);
        }
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() throws IOException {
        try (var fixture = new ServiceFixture(directory, 5)) {
            Job first = submit(fixture, KEY, ORDER);
            var other = TrainingOrder.of(TrainingFixtures.params(it -> it).withMode(TrainingParams.Mode.TEXT));

            assertThatExceptionOfType(IdempotencyConflict.class)
                    .isThrownBy(() -> submit(fixture, KEY, other))
                    .withMessageContaining(first.id().value());
            assertThatExceptionOfType(IdempotencyConflict.class)
                    .isThrownBy(() -> fixture.service.submitOnce(
                            KEY,
                            ServiceFixture.CATS,
                            ORDER,
                            fixture.corpora.store("anna\notto\nbob\neve\n".repeat(20))));
        }
    }

    @Test
    void aJobThatIsDeletedFreesItsKey() throws IOException {
        try (var fixture = new ServiceFixture(directory, 5)) {
            Job first = submit(fixture, KEY, ORDER);
            fixture.service.cancel(first.id().value());
            fixture.service.delete(first.id().value());

            assertThat(submit(fixture, KEY, ORDER).id()).isNotEqualTo(first.id());
        }
    }

    @Test
    void aRequestThatIsRefusedLeavesNothingUnderItsKey() throws IOException {
        try (var full = new ServiceFixture(directory, new DirectoryJobStore(directory.resolve("jobs")), 5, 4000)) {
            assertThatExceptionOfType(DiskQuotaExceeded.class)
                    .isThrownBy(() -> submit(full, KEY, ORDER))
                    .satisfies(e -> assertThat(e.limit()).isEqualTo(4000));
            assertThat(full.service.list(null, 10, null)).isEmpty();
        }
        try (Stream<Path> corpora = Files.list(directory.resolve("corpora"))) {
            assertThat(corpora).isEmpty();
        }
        try (var fixture = new ServiceFixture(directory, 5)) {
            submit(fixture, KEY, ORDER);
            assertThat(fixture.service.list(null, 10, null)).hasSize(1);
        }
    }

    @Test
    void aCorpusThatTheDiskHasNoRoomForIsRefusedWhileItComes() throws IOException {
        try (var full = new ServiceFixture(directory, new DirectoryJobStore(directory.resolve("jobs")), 5, 100)) {
            assertThatExceptionOfType(DiskQuotaExceeded.class).isThrownBy(() -> full.corpora.store("x".repeat(101)));
            assertThatExceptionOfType(DiskQuotaExceeded.class)
                    .isThrownBy(() -> full.corpora.store(new java.io.ByteArrayInputStream(new byte[101])));
        }
        try (Stream<Path> corpora = Files.list(directory.resolve("corpora"))) {
            assertThat(corpora).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ä", "\n"})
    void whatIsNoKeyIsRefused(String value) {
        assertThatExceptionOfType(InvalidTrainingParams.class)
                .isThrownBy(() -> new IdempotencyKey(value))
                .satisfies(e -> assertThat(e.violations().getFirst().field()).isEqualTo("Idempotency-Key"));
    }
}
