package dev.charloom.engine.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed team of threads that run the same work together and meet at barriers.
///
/// The calling thread is worker 0. Barriers are met thousands of times a second, so a waiting worker spins a little
/// before it parks; an idle team is parked. One caller at a time.
public final class Team implements AutoCloseable {

    /// Work that every member runs at once; its parts are told apart by the worker's number.
    @FunctionalInterface
    public interface Work {
        /// Does one member's part.
        ///
        /// @param worker 0 … size−1
        void run(int worker);
    }

    private final int size;
    private final AtomicReferenceArray<@Nullable Thread> members; // by number; the caller sets the first
    private final Barrier gate; // between runs
    private final Barrier meeting; // within a run
    private volatile @Nullable Work work;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    /// @param size how many members, the caller included; at least 1
    /// @param name what the threads are called
    public Team(int size, String name) {
        if (size < 1) {
            throw new IllegalArgumentException("a team needs at least one member: " + size);
        }
        this.size = size;
        this.members = new AtomicReferenceArray<>(size);
        this.gate = new Barrier(members);
        this.meeting = new Barrier(members);
        for (int worker = 1; worker < size; worker++) {
            int number = worker;
            Thread thread =
                    Thread.ofPlatform().daemon().name(name + "-" + number).unstarted(() -> serve(number));
            members.set(worker, thread);
            thread.start();
        }
    }

    public int size() {
        return size;
    }

    /// Where the share of member `member` of `members` begins in `size` things; it ends where the next one's begins.
    public static int share(int size, int member, int members) {
        return (int) ((long) size * member / members);
    }

    /// Runs `task` once on every member and returns when all have ended.
    ///
    /// What a member throws ends the others at their next [#meet] and is thrown here.
    public void run(Work task) {
        if (closed) {
            throw new IllegalStateException("the team is closed");
        }
        members.set(0, Thread.currentThread());
        failure = null;
        meeting.reset();
        work = task;
        gate.await();
        attempt(task, 0);
        gate.await();
        work = null;
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /// Waits until every member has come here; called from within the work, equally often by every member.
    public void meet() {
        meeting.await();
    }

    /// Ends the threads; the team must be idle.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            members.set(0, Thread.currentThread());
            gate.await();
        }
    }

    private void serve(int worker) {
        while (true) {
            gate.await();
            Work task = work;
            if (closed || task == null) {
                return;
            }
            attempt(task, worker);
            gate.await();
        }
    }

    private void attempt(Work task, int worker) {
        try {
            task.run(worker);
        } catch (BrokenMeeting other) {
            // Another member failed first and its failure is the one to report.
        } catch (Throwable thrown) { // also an OutOfMemoryError must reach the caller
            failure = thrown;
            meeting.breakUp();
        }
    }

    private static final class BrokenMeeting extends RuntimeException {
        BrokenMeeting() {
            super("another member of the team failed", null, false, false);
        }
    }

    /// A reusable barrier: the last to arrive starts the next round.
    ///
    /// It wakes every member and not only those it knows to wait: a member that is slow to say that it waits
    /// would say so in the next round, in the place of another who then sleeps for ever.
    private static final class Barrier {

        private static final int SPINS = 2_000;

        private final AtomicReferenceArray<@Nullable Thread> members;
        private final int parties;
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile int round;
        private volatile boolean broken;

        Barrier(AtomicReferenceArray<@Nullable Thread> members) {
            this.members = members;
            this.parties = members.length();
        }

        void await() {
            if (parties == 1) {
                return;
            }
            int current = round;
            if (broken) {
                throw new BrokenMeeting();
            }
            if (arrived.incrementAndGet() == parties) {
                arrived.set(0);
                round = current + 1;
                wake();
            } else {
                waitFor(current);
            }
            if (broken) {
                throw new BrokenMeeting();
            }
        }

        private void waitFor(int current) {
            for (int spin = 0; spin < SPINS; spin++) {
                if (round != current || broken) {
                    return;
                }
                Thread.onSpinWait();
            }
            while (round == current && !broken) {
                LockSupport.park(this);
            }
        }

        private void wake() {
            for (int i = 0; i < parties; i++) {
                LockSupport.unpark(members.get(i));
            }
        }

        void breakUp() {
            broken = true;
            wake();
        }

        /// Only while nobody waits.
        void reset() {
            broken = false;
            arrived.set(0);
        }
    }
}
