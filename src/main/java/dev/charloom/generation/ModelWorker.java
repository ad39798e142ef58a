package dev.charloom.generation;

import dev.charloom.sampling.Work;
import dev.charloom.sampling.WritingLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// Advances all requests for one model together, on a thread of its own: they join and leave between any two passes.
/// So many are under way at once, the others wait in the order in which they came, and beyond a limit they are turned
/// away.
final class ModelWorker implements AutoCloseable {

    /// How much a worker takes on.
    ///
    /// @param lanes texts that advance in one pass
    /// @param running requests under way
    /// @param waiting requests that may wait
    record Limits(int lanes, int running, int waiting) {}

    /// What is to be done for a request.
    ///
    /// @param unwanted whether nobody wants it any more; then it does not wait for its turn to end
    record Task(Work work, RequestMeasure measure, BooleanSupplier unwanted) {}

    private final WritingLoop loop; // the worker's thread alone
    private final Limits limits;
    private final IntConsumer passed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Task> waiting = new ArrayDeque<>(); // guarded by the lock, as all that follows
    private boolean woken;
    private boolean closed;

    /// @param passed is told after every pass how many texts advanced in it
    ModelWorker(WritingLoop loop, Limits limits, ThreadFactory threads, IntConsumer passed) {
        this.loop = loop;
        this.limits = limits;
        this.passed = passed;
        threads.newThread(this::run).start();
    }

    /// Takes tasks on, all or none. More than may wait are taken on where nothing waits.
    ///
    /// @return false if this worker has been closed
    /// @throws WritingQueueFull if too much waits already
    boolean submit(List<Task> tasks) {
        boolean taken = false;
        tasks.forEach(task -> task.measure().waits());
        lock.lock();
        try {
            if (!closed) {
                if (!waiting.isEmpty() && waiting.size() + tasks.size() > limits.waiting()) {
                    throw new WritingQueueFull(waiting.size());
                }
                taken = waiting.addAll(tasks);
                wake();
            }
            return taken;
        } finally {
            lock.unlock();
            if (!taken) {
                tasks.forEach(task -> task.measure().turnedAway());
            }
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
                int strands = loop.advance();
                if (strands > 0) {
                    passed.accept(strands);
                } else if (!loop.hasMore()) {
                    rest();
                }
            } catch (Throwable failure) { // told to those who wait for it
                loop.fail(failure);
            }
        }
    }

    /// Lets waiting requests begin, and those that nobody wants end; false if there will be nothing to do any more.
    private boolean admit() {
        lock.lock();
        try {
            for (var tasks = waiting.iterator(); tasks.hasNext(); ) {
                Task task = tasks.next();
                if (loop.size() < limits.running() || task.unwanted().getAsBoolean()) {
                    tasks.remove();
                    task.measure().begins();
                    loop.add(task.work());
                }
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
