package dev.charloom.generation;

import dev.charloom.sampling.Work;
import dev.charloom.sampling.WritingLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Advances all requests for one model together, on a thread of its own: they join and leave between any two passes. So
/// many are under way at once, the others wait in the order in which they came, and beyond a limit they are turned
/// away.
final class ModelWorker implements AutoCloseable {

    /// How much a worker takes on.
    ///
    /// @param lanes texts that advance in one pass
    /// @param running requests under way
    /// @param waiting requests that may wait
    record Limits(int lanes, int running, int waiting) {}

    private final WritingLoop loop; // the worker's thread alone
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Work> waiting = new ArrayDeque<>(); // guarded by the lock, as all that follows
    private boolean woken;
    private boolean closed;

    ModelWorker(WritingLoop loop, Limits limits, ThreadFactory threads) {
        this.loop = loop;
        this.limits = limits;
        threads.newThread(this::run).start();
    }

    /// Takes work on.
    ///
    /// @return false if this worker has been closed
    /// @throws WritingQueueFull if too much waits already
    boolean submit(Work work) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (waiting.size() >= limits.waiting()) {
                throw new WritingQueueFull(waiting.size());
            }
            waiting.add(work);
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Looks again whether there is something to do.
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing on any more; the thread ends with what is under way.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (admit()) {
            try {
                if (loop.advance() == 0) {
                    rest();
                }
            } catch (Throwable failure) { // told to those who wait for it
                loop.fail(failure);
            }
        }
    }

    /// Lets waiting requests begin; false if there will be nothing to do any more.
    private boolean admit() {
        lock.lock();
        try {
            while (loop.size() < limits.running() && !waiting.isEmpty()) {
                loop.add(waiting.remove());
            }
            return !closed || loop.size() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        lock.lock();
        try {
            while (!woken && (waiting.isEmpty() || loop.size() >= limits.running())) {
                changed.awaitUninterruptibly();
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }
}
