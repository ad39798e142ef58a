package dev.charloom.engine.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
            start(thread);
        }
    }

    /// @throws OutOfMemoryError if there can be no more threads; those that have started end
    private void start(Thread thread) {
        try {
            thread.start();
        } catch (Throwable e) {
            gate.breakUp();
            throw e;
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
        // Only what changes is written: the others look at all of it, and would have to fetch it again.
        if (!Thread.currentThread().equals(members.get(0))) {
            members.set(0, Thread.currentThread());
        }
        if (failure != null) {
            failure = null;
            meeting.mend();
        }
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

    boolean isClosed() {
        return closed;
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
            try {
                gate.await();
            } catch (BrokenMeeting notAllHaveStarted) {
                return;
            }
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
    /// Arrivals are counted on and on, so that the one number which everybody looks at is written once by each:
    /// a round is over when the count has reached the next multiple of the members. Whoever goes to sleep says so
    /// and looks again, and whoever ends a round looks for sleepers afterwards, so that one of them sees the other.
    /// All members are woken then, since nobody knows which of them sleep.
    private static final class Barrier {

        private static final int SPINS = 2_000;

        private final AtomicReferenceArray<@Nullable Thread> members;
        private final int parties;
        private final AtomicLong arrivals = new AtomicLong();
        private final AtomicInteger sleepers = new AtomicInteger();
        private volatile boolean broken;

        Barrier(AtomicReferenceArray<@Nullable Thread> members) {
            this.members = members;
            this.parties = members.length();
        }

        void await() {
            if (parties == 1) {
                return;
            }
            if (broken) {
                throw new BrokenMeeting();
            }
            long arrival = arrivals.incrementAndGet();
            long due = Math.ceilDiv(arrival, parties) * parties;
            if (arrival == due) {
                wake();
            } else {
                waitFor(due);
            }
            if (broken) {
                throw new BrokenMeeting();
            }
        }

        private void waitFor(long due) {
            for (int spin = 0; spin < SPINS; spin++) {
                if (arrivals.get() >= due || broken) {
                    return;
                }
                Thread.onSpinWait();
            }
            sleepers.incrementAndGet();
            while (arrivals.get() < due && !broken) {
                LockSupport.park(this);
            }
            sleepers.decrementAndGet();
        }

        private void wake() {
            if (sleepers.get() > 0) {
                for (int i = 0; i < parties; i++) {
                    LockSupport.unpark(members.get(i));
                }
            }
        }

        void breakUp() {
            broken = true;
            wake();
        }

        /// After [#breakUp], and only while nobody waits.
        void mend() {
            broken = false;
            arrivals.set(0);
        }
    }
}
