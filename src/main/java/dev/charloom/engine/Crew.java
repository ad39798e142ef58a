package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.engine.kernel.Team;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The workers of a tape's passes, for every [Division]. What a member of the team does, in whichever division, it does
/// with the same kernels, whose scratch memory belongs to one thread.
final class Crew {

    /// Has the work done by all workers, or says that it cannot be now.
    private interface Members {
        boolean run(Team.Work work);
    }

    private final ModelShape shape;
    private final boolean training;
    private final int size;
    private final Members members;
    private final Map<Division, List<Worker>> divided = new EnumMap<>(Division.class);
    private final Worker alone;
    private List<Worker> workers; // who divide the present window
    private List<Worker> lastRun; // who did

    private Crew(ModelShape shape, boolean training, Blas blas, int size, @Nullable Team team, Members members) {
        this.shape = shape;
        this.training = training;
        this.size = size;
        this.members = members;
        var kernels = new ArrayList<Blas>();
        for (int i = 0; i < size; i++) {
            kernels.add(blas.forAnotherThread());
        }
        for (Division division : Division.values()) {
            var all = new ArrayList<Worker>();
            for (int i = 0; i < size; i++) {
                all.add(Worker.of(i, size, division, shape.hidden(), kernels.get(i), team));
            }
            divided.put(division, all);
        }
        alone = Worker.of(0, 1, Division.LANES, shape.hidden(), kernels.getFirst(), null);
        workers = members(Division.LANES);
        lastRun = workers;
    }

    int size() {
        return size;
    }

    /// For training: the calling thread, as the first of a team that is always there.
    static Crew of(ModelShape shape, Blas blas, Team team) {
        return new Crew(shape, true, blas, team.size(), team, work -> {
            team.run(work);
            return true;
        });
    }

    /// For inference: the calling thread, and with it a team where that is free.
    static Crew of(ModelShape shape, Blas blas, SharedTeam team) {
        return new Crew(shape, false, blas, team.size(), team.team(), team::tryRun);
    }

    /// Chooses what is divided in the passes that follow.
    ///
    /// @param lanes of their windows
    void divide(int lanes) {
        workers = members(Division.of(shape, lanes, size, training));
    }

    private List<Worker> members(Division division) {
        return Objects.requireNonNull(divided.get(division), "all divisions are there");
    }

    /// Runs `work` with every worker, or with one who does all of it, and returns when it is done.
    void run(Consumer<Worker> work) {
        lastRun = workers;
        if (!members.run(index -> work.accept(workers.get(index)))) {
            lastRun = List.of(alone);
            work.accept(alone);
        }
    }

    /// Who did the last [#run].
    List<Worker> workersOfLastRun() {
        return lastRun;
    }
}
