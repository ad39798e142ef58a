package dev.charloom.training;

import dev.charloom.repository.NamedTensor;
import java.util.ArrayList;
import java.util.List;

/// Checkpoints in memory, all of them.
final class MemoryCheckpoints implements Checkpoints {

    /// A copy of a run.
    record Kept(RunState state, List<NamedTensor> tensors, boolean scheduled) {}

    final List<Kept> kept = new ArrayList<>();

    @Override
    public boolean isDue() {
        return false;
    }

    @Override
    public void save(TrainingRun run, boolean scheduled) {
        RunState state = run.state();
        List<NamedTensor> copies = all(run.tensors(state.bestLoss() != null)).stream()
                .map(it -> new NamedTensor(
                        it.name(), it.rows(), it.columns(), it.values().clone()))
                .toList();
        kept.add(new Kept(state, copies, scheduled));
    }

    @Override
    public void restoreScheduled(TrainingRun run) {
        while (!kept.getLast().scheduled()) {
            kept.removeLast();
        }
        restore(kept.getLast(), run);
    }

    static void restore(Kept from, TrainingRun run) {
        List<NamedTensor> into = all(run.tensors(from.state().bestLoss() != null));
        for (int i = 0; i < into.size(); i++) {
            float[] values = from.tensors().get(i).values();
            System.arraycopy(values, 0, into.get(i).values(), 0, values.length);
        }
        run.restore(from.state());
    }

    private static List<NamedTensor> all(TrainingRun.Tensors tensors) {
        var all = new ArrayList<>(tensors.weights());
        all.addAll(tensors.rest());
        all.addAll(tensors.best());
        return all;
    }
}
