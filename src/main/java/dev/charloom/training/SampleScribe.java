package dev.charloom.training;

import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.TextWriter;
import dev.charloom.sampling.WritingTask;
import dev.charloom.sampling.WrittenText;
import dev.charloom.text.TextMode;
import dev.charloom.text.Window;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the samples of a model in training: five lines, or a piece of text.
final class SampleScribe {

    private static final int LINES = 5;
    private static final int LINE_LENGTH = 100;
    private static final int TEXT_LENGTH = 300;

    private final TrainingPlan plan;
    private final Blas blas;

    SampleScribe(TrainingPlan plan, Blas blas) {
        this.plan = plan;
        this.blas = blas;
    }

    /// Writes with the trainer's present weights; the same weights write the same.
    String write(Trainer trainer) {
        boolean lines = plan.mode() == TextMode.LINES;
        int opening =
                lines ? Window.NO_CHARACTER : Math.max(0, plan.vocabulary().newline());
        var task = new WritingTask(
                new int[] {opening},
                lines ? LINES : 1,
                lines ? LINE_LENGTH : TEXT_LENGTH,
                SamplingParams.defaults(),
                List.of(),
                plan.params().seed());
        return new TextWriter(trainer.network(), plan.vocabulary(), plan.mode(), blas)
                .write(task).stream().map(WrittenText::text).collect(Collectors.joining("\n"));
    }
}
