package dev.charloom.training;

/// Writes a run's progress into its job: every step in memory, every evaluation and sample also on disk.
final class JobReporter implements TrainingListener {

    private final JobHandle handle;
    private final ProgressMeter meter;
    private final JobStore store;

    JobReporter(JobHandle handle, ProgressMeter meter, JobStore store) {
        this.handle = handle;
        this.meter = meter;
        this.store = store;
    }

    @Override
    public void stepped(long step, long steps, int epoch, double loss, int characters) {
        meter.stepped(step, epoch, loss, characters);
        handle.change(job -> job.withProgress(meter.progress()));
    }

    @Override
    public void evaluated(Evaluation evaluation) {
        meter.evaluated(evaluation);
        handle.change(job -> job.withProgress(meter.progress()));
        store.save(handle.job());
        meter.resumed();
    }

    @Override
    public void sampled(TrainingSample sample) {
        handle.change(job -> job.withSample(sample));
        store.save(handle.job());
        meter.resumed();
    }
}
