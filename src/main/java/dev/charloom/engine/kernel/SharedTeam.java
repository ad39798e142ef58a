package dev.charloom.engine.kernel;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A team that several callers share. Whoever finds it free has its help; the others, meanwhile, do their work alone:
/// what is shared here has the same result either way.
public final class SharedTeam implements AutoCloseable {

    private final Team team;
    private final ReentrantLock lock; // of who has the team
    private final BooleanSupplier helpful;

    private SharedTeam(Team team, ReentrantLock lock, BooleanSupplier helpful) {
        this.team = team;
        this.lock = lock;
        this.helpful = helpful;
    }

    /// @param size how many members, the caller included; at least 1
    /// @param name what the threads are called
    /// @param helpful whether the members would find processors to run on; asked before every run
    public SharedTeam(int size, String name, BooleanSupplier helpful) {
        this(new Team(size, name), new ReentrantLock(), helpful);
    }

    /// The same team, for a caller whom it helps under one more condition.
    public SharedTeam where(BooleanSupplier condition) {
        return new SharedTeam(team, lock, () -> condition.getAsBoolean() && helpful.getAsBoolean());
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
    /// @return false, and nothing is run, if the team is of one, at work for somebody else, of no help, or closed
    public boolean tryRun(Team.Work work) {
        if (team.size() == 1 || !helpful.getAsBoolean() || !lock.tryLock()) {
            return false;
        }
        try {
            if (team.isClosed()) {
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
            team.close();
        } finally {
            lock.unlock();
        }
    }
}
