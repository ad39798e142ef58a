package dev.charloom.training;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.storage.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("events.jsonl");
    }

    private EventLog open() {
        return new EventLog(file, NOON);
    }

    private static void append(EventLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.append(JobEvent.Type.CHECKPOINT, Map.of("step", i));
        }
    }

    @Test
    void aDiskThatFillsUpWithinALineDoesNotSpoilTheNextOne() {
        var disk = new FaultyDisk();
        file = disk.on(directory).resolve("events.jsonl");
        EventLog log = open();
        append(log, 1);
        disk.fillUpAt(1);
        append(log, 1);
        assertThat(disk.heal()).isTrue();
        append(log, 1);

        assertThat(open().after(0)).extracting(JobEvent::id).containsExactly(1L, 3L);
    }

    @Test
    void numbersGoOnOverRestarts() {
        append(open(), 2);
        EventLog again = open();
        append(again, 1);

        List<JobEvent> events = again.after(0);
        assertThat(events).extracting(JobEvent::id).containsExactly(1L, 2L, 3L);
        assertThat(events.getFirst().createdAt()).isEqualTo(NOON.instant());
        assertThat(events.get(1).data().path("step").asInt()).isEqualTo(1);
        assertThat(open().after(1)).isEqualTo(events.subList(1, 3));
    }

    @Test
    void aLineThatACrashHasCutOffIsDropped() throws IOException {
        append(open(), 3);
        Files.writeString(file, "{\"id\":4,\"crea", UTF_8, StandardOpenOption.APPEND);

        EventLog again = open();
        append(again, 1);

        assertThat(again.after(0)).extracting(JobEvent::id).containsExactly(1L, 2L, 3L, 4L);
        assertThat(open().after(0)).isEqualTo(again.after(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "{}", "[7]", "{\"id\":3,\"createdAt\":", "\0\0"})
    void aDamagedLineIsLeftOutAndItsNumberIsNotGivenAgain(String damaged) throws IOException {
        append(open(), 3);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, damaged);
        Files.write(file, lines);

        EventLog again = open();
        append(again, 1);

        assertThat(again.after(0)).extracting(JobEvent::id).containsExactly(1L, 2L, 4L);
        assertThat(open().after(0)).isEqualTo(again.after(0));
    }

    @Test
    void aByteThatIsNotUtf8TakesNoOtherEventWithIt() throws IOException {
        EventLog log = open();
        log.append(JobEvent.Type.SAMPLE, Map.of("text", "a zebra"));
        append(log, 2);
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, ISO_8859_1).indexOf('z')] = (byte) 0xff;
        Files.write(file, bytes);

        EventLog again = open();
        append(again, 1);

        assertThat(again.after(0)).extracting(JobEvent::id).containsExactly(1L, 2L, 3L, 4L);
        assertThat(again.after(0).getFirst().data().path("text").asString()).isEqualTo("a \uFFFDebra");
    }

    @Test
    void onlyTheLatestEventsAreKeptAndTheFileStaysSmall() throws IOException {
        EventLog log = open();
        append(log, 5 * EventLog.MOST);

        List<Long> latest = LongStream.rangeClosed(4L * EventLog.MOST + 1, 5L * EventLog.MOST)
                .boxed()
                .toList();
        assertThat(log.after(0)).extracting(JobEvent::id).isEqualTo(latest);
        assertThat(open().after(0)).isEqualTo(log.after(0));
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2 * EventLog.MOST);
    }

    @Test
    void whereTheJobStoodIsKeptWhenWhatARunToldOfItsProgressIsNot() throws IOException {
        EventLog log = open();
        log.append(JobEvent.Type.STATUS, Map.of("status", "running"));
        log.append(JobEvent.Type.RESUMED, Map.of("step", 0));
        append(log, 2 * EventLog.MOST);
        log.append(JobEvent.Type.STATUS, Map.of("status", "paused"));
        append(log, 2 * EventLog.MOST);

        assertThat(log.after(0)).hasSize(EventLog.MOST);
        assertThat(log.after(0))
                .filteredOn(event -> event.type() != JobEvent.Type.CHECKPOINT)
                .extracting(JobEvent::id)
                .containsExactly(1L, 2L, 2L * EventLog.MOST + 3);
        assertThat(open().after(0)).isEqualTo(log.after(0));
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2 * EventLog.MOST);
    }

    @Test
    void ofStatesAloneOnlyTheLatestAreKept() {
        EventLog log = open();
        for (int i = 0; i <= EventLog.MOST; i++) {
            log.append(JobEvent.Type.STATUS, Map.of("status", i % 2 == 0 ? "paused" : "running"));
        }

        assertThat(log.after(0))
                .hasSize(EventLog.MOST)
                .first()
                .extracting(JobEvent::id)
                .isEqualTo(2L);
    }

    @Test
    void whoWaitsHearsOfTheNextEvent() throws Exception {
        EventLog log = open();
        append(log, 1);
        var heard = new CompletableFuture<List<JobEvent>>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                heard.complete(log.awaitAfter(1, 60_000));
            } catch (InterruptedException e) {
                heard.completeExceptionally(e);
            }
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        append(log, 1);

        assertThat(heard.get(60, TimeUnit.SECONDS)).extracting(JobEvent::id).containsExactly(2L);
    }

    @Test
    void whoWaitsInVainIsAnsweredWithNothing() throws InterruptedException {
        assertThat(open().awaitAfter(0, 1)).isEmpty();
    }
}
