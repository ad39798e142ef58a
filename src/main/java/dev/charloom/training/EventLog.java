package dev.charloom.training;

import dev.charloom.storage.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What has happened to a job: a file of one JSON object a line, of which a thousand or so are kept. For use by
/// several threads.
///
/// What a run tells of its progress, thousands of times if its epochs are short, gives way, the oldest first; when the
/// job was queued, ran, rested and went on is kept until nothing else is left to go.
///
/// It is read when it is first needed. A last line that a crash has cut off is dropped. A line that is damaged is left
/// out, but keeps its number: to whoever goes on after the last event that was seen, no other comes under its number.
///
/// An event that cannot be written down is told all the same, and reported in the log: a full disk stops a job by its
/// checkpoints, not by its chronicle.
final class EventLog {

    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    /// How many events are kept.
    static final int MOST = 1000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final Clock clock;
    private final List<JobEvent> events = new ArrayList<>();
    private boolean loaded;
    private int linesInFile;
    private long lastId;

    /// @param file created with the first event; its directory exists by then
    EventLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /// Adds an event, forced to disk if it is one of status.
    ///
    /// @param data what tells of it; becomes JSON
    synchronized void append(JobEvent.Type type, Object data) {
        load();
        var event = new JobEvent(++lastId, clock.instant(), type, JSON.valueToTree(data));
        keep(event);
        try {
            write(event, type == JobEvent.Type.STATUS);
        } catch (IOException e) {
            log.warn("Event {} could not be written to {}: {}", event.id(), file, e.toString());
        }
        notifyAll();
    }

    /// The events after number `id`, as far as they are still kept.
    synchronized List<JobEvent> after(long id) {
        load();
        return events.stream().filter(event -> event.id() > id).toList();
    }

    /// As [#after], but waits for an event if there is none, no longer than `millis` milliseconds.
    synchronized List<JobEvent> awaitAfter(long id, long millis) throws InterruptedException {
        load();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; lastId <= id && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return after(id);
    }

    private void keep(JobEvent event) {
        events.add(event);
        if (events.size() > MOST) {
            int gives = 0;
            while (gives < MOST && events.get(gives).type().isOfTheJobItself()) {
                gives++;
            }
            events.remove(gives == MOST ? 0 : gives);
        }
    }

    private void write(JobEvent event, boolean force) throws IOException {
        if (linesInFile >= 2 * MOST) {
            DurableFiles.replace(file, lines(events));
            linesInFile = events.size();
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            appendWhole(channel, ByteBuffer.wrap(lines(List.of(event))));
            if (force) {
                channel.force(true);
            }
        }
        linesInFile++;
    }

    /// A full disk takes the beginning of a line, which would spoil the next one.
    private static void appendWhole(FileChannel channel, ByteBuffer line) throws IOException {
        long end = channel.size();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    private static byte[] lines(List<JobEvent> events) {
        var bytes = new ByteArrayOutputStream();
        for (JobEvent event : events) {
            bytes.writeBytes(JSON.writeValueAsBytes(event));
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        try {
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                int end = rememberLines(bytes);
                if (end < bytes.length) {
                    dropTornLine(end);
                }
            }
        } catch (IOException e) {
            log.warn("The events in {} cannot be read", file, e);
        }
    }

    /// @return where the last line ends
    private int rememberLines(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                remember(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return start;
    }

    private void remember(String line) {
        linesInFile++;
        JobEvent event = event(line);
        if (event == null) {
            log.warn("Line {} of {} is no event and is left out", linesInFile, file);
            lastId++;
            return;
        }
        keep(event);
        lastId = Math.max(lastId, event.id());
    }

    private static @Nullable JobEvent event(String line) {
        try {
            return JSON.readValue(line, JobEvent.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    private void dropTornLine(int end) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        }
    }
}
