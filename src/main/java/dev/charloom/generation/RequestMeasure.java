package dev.charloom.generation;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Measures one request: it waits, begins, writes and ends, in this order. What follows its beginning is told by the
/// thread that writes alone.
final class RequestMeasure {

    /// What was seen of a text that has not ended: changed in place, for every character passes here.
    private static final class Growth {
        private final long firstNanos; // when its first characters came
        private final int first; // how many those were
        private int seen; // how many there are by now

        private Growth(long firstNanos, int first) {
            this.firstNanos = firstNanos;
            this.first = first;
        }
    }

    private final WritingMetrics.OfModel meters;
    private final long promptCharacters;
    private final LongSupplier nanoTime;
    private final long arrival;
    private final Map<Integer, Growth> growing = new HashMap<>();
    private boolean written;

    RequestMeasure(WritingMetrics.OfModel meters, long promptCharacters, LongSupplier nanoTime) {
        this.meters = meters;
        this.promptCharacters = promptCharacters;
        this.nanoTime = nanoTime;
        this.arrival = nanoTime.getAsLong();
    }

    void waits() {
        meters.waiting().incrementAndGet();
    }

    /// There was no room for it.
    void turnedAway() {
        meters.waiting().decrementAndGet();
    }

    void begins() {
        meters.waiting().decrementAndGet();
        meters.running().incrementAndGet();
        meters.queueTime().record(sinceArrival(), TimeUnit.NANOSECONDS);
        meters.read().increment((double) promptCharacters);
    }

    /// A text has grown.
    void written(int number, int characters) {
        first();
        meters.written().increment(characters);
        growing.computeIfAbsent(number, _ -> new Growth(nanoTime.getAsLong(), characters)).seen += characters;
    }

    /// A text has ended.
    ///
    /// @param characters of the whole text
    void finished(int number, int characters, FinishReason reason) {
        first();
        Growth so = growing.remove(number);
        meters.written().increment(Math.max(0, characters - (so == null ? 0 : so.seen)));
        if (so != null && characters > so.first) {
            long nanos = nanoTime.getAsLong() - so.firstNanos;
            meters.perCharacter().record(nanos / (characters - so.first), TimeUnit.NANOSECONDS);
        }
        meters.ended(reason == FinishReason.STOP ? "stop" : "length");
    }

    private void first() {
        if (!written) {
            written = true;
            meters.toFirstCharacter().record(sinceArrival(), TimeUnit.NANOSECONDS);
        }
    }

    void ends() {
        meters.running().decrementAndGet();
        meters.latency().record(sinceArrival(), TimeUnit.NANOSECONDS);
    }

    /// It ends because nobody wants the rest.
    void aborts() {
        ends();
        meters.ended("abort");
    }

    void fails() {
        ends();
        meters.ended("error");
    }

    private long sinceArrival() {
        return nanoTime.getAsLong() - arrival;
    }
}
