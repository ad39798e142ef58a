package dev.charloom.engine.kernel;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A team that several callers share. Whoever finds it free has its help; the others, meanwhile, do their work alone:
/// what is shared here has the same result either way.
public final class SharedTeam implements AutoCloseable {

    private final Team team;
    private final BooleanSupplier helpful;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed; // guarded by the lock

    /// @param size how many members, the caller included; at least 1
    /// @param name what the threads are called
    /// @param helpful whether the members would find processors to run on; asked before every run
    public SharedTeam(int size, String name, BooleanSupplier helpful) {
        team = new Team(size, name);
        this.helpful = helpful;
    }

    /// Nobody but the caller.
    public static SharedTeam alone() {
        return new SharedTeam(1, "", () -> false);
    }

    public int size() {
        return team.size();
    }

    /// The members, who meet within a run.
    public Team team() {
        return team;
    }

    /// Runs `work` once on every member and returns when all have ended, as [Team#run] does.
    ///
    /// @return false, and nothing is run, if the team is of one, at work for somebody else, of no help now, or
    closed
    public boolean tryRun(Team.Work work) {
        if (team.size() == 1 || !helpful.getAsBoolean() || !lock.tryLock()) {
            return false;
        }
        try {
            if (closed) {
                return false;
            }
            team.run(work);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the threads, once nobody has the team.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            team.close();
        } finally {
            lock.unlock();
        }
    }
}
