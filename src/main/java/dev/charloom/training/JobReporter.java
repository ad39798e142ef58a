package dev.charloom.training;

import java.util.Map;

/// Writes a run's progress into its job, and what happens into its events. The job itself is on disk with its
/// checkpoints.
final class JobReporter implements TrainingListener {

    private final JobHandle handle;
    private final ProgressMeter meter;
    private final long stepsPerEpoch;
    private final JobStore store;

    JobReporter(JobHandle handle, ProgressMeter meter, long stepsPerEpoch, JobStore store) {
        this.handle = handle;
        this.meter = meter;
        this.stepsPerEpoch = stepsPerEpoch;
        this.store = store;
    }

    @Override
    public void resumed(TrainingRun run) {
        standAt(run);
        handle.files().events().append(JobEvent.Type.RESUMED, Map.of("step", run.step()));
    }

    @Override
    public void stepped(TrainingRun run, int epoch, double loss, int characters, boolean recorded) {
        meter.stepped(run.step(), epoch, loss, characters);
        handle.change(job -> {
            Job later = job.withProgress(meter.progress());
            return recorded ? later.withHistory(run.history()) : later;
        });
    }

    @Override
    public void evaluated(TrainingRun run, Evaluation evaluation) {
        meter.evaluated(evaluation);
        handle.change(job -> job.withProgress(meter.progress()).withHistory(run.history()));
        handle.files().events().append(JobEvent.Type.EVALUATION, evaluation);
        meter.resumed();
    }

    @Override
    public void sampled(TrainingSample sample) {
        handle.change(job -> job.withSample(sample));
        handle.files().events().append(JobEvent.Type.SAMPLE, sample);
        meter.resumed();
    }

    @Override
    public void setBack(TrainingRun run, long failed) {
        standAt(run);
        handle.files().events().append(JobEvent.Type.SETBACK, Map.of("failed", failed, "step", run.step()));
    }

    /// A checkpoint is on disk: now the job may say that it stands there.
    void kept(RunState state) {
        store.save(handle.job());
        handle.files().events().append(JobEvent.Type.CHECKPOINT, Map.of("step", state.step()));
        meter.resumed();
    }

    private void standAt(TrainingRun run) {
        RunState state = run.state();
        meter.resumedAt(state, (int) (Math.max(0, state.step() - 1) / stepsPerEpoch) + 1);
        handle.change(job -> job.resumedAt(meter.progress(), run.history(), state.samples()));
    }
}
