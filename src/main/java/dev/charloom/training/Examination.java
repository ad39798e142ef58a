package dev.charloom.training;

import dev.charloom.engine.DynamicEvaluation;
import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.Kernels;
import dev.charloom.sampling.Copies;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.TextWriter;
import dev.charloom.sampling.WritingTask;
import dev.charloom.sampling.WrittenText;
import dev.charloom.text.Batches;
import dev.charloom.text.TextMode;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Examines the weights that a job is to publish. Plain computation: the same weights give the same report.
final class Examination {

    private static final List<Double> TEMPERATURES = List.of(0.5, 0.8, 1.0);
    private static final int LINES = 200;
    private static final int LINE_LENGTH = 200;
    private static final int TEXTS = 16;
    private static final int TEXT_LENGTH = 500;
    private static final int SHOWN_LINES = 10;

    private final TrainingPlan plan;
    private final Curriculum curriculum;
    private final Blas blas;
    private final int threads;

    Examination(TrainingPlan plan, Curriculum curriculum, Blas blas, int threads) {
        this.plan = plan;
        this.curriculum = curriculum;
        this.blas = blas;
        this.threads = threads;
    }

    /// @param stop asked again and again; true breaks off, and the report is of no use
    JobReport report(Parameters weights, BooleanSupplier stop) {
        Batches stretches = curriculum.stretches();
        Double loss = stretches == null ? null : Double.valueOf(dynamicLoss(weights, stretches, stop));
        Blas writing = Kernels.forWriting();
        Network network = Network.forInference(weights, writing);
        var writer = new TextWriter(network, plan.vocabulary(), plan.mode(), writing);
        return new JobReport(
                loss,
                TEMPERATURES.stream()
                        .takeWhile(it -> !stop.getAsBoolean())
                        .map(temperature -> originality(writer, temperature))
                        .toList());
    }

    private JobReport.Originality originality(TextWriter writer, double temperature) {
        boolean lines = plan.mode() == TextMode.LINES;
        int opening = lines
                ? dev.charloom.text.Window.NO_CHARACTER
                : Math.max(0, plan.vocabulary().newline());
        var task = new WritingTask(
                new int[] {opening},
                lines ? LINES : TEXTS,
                lines ? LINE_LENGTH : TEXT_LENGTH,
                new SamplingParams(temperature, 1, null, null),
                List.of(),
                plan.params().seed());
        List<String> texts = writer.write(task).stream().map(WrittenText::text).toList();
        Copies copies = Copies.of(texts, curriculum.corpus());
        int characters = texts.stream()
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .sum();
        return new JobReport.Originality(
                temperature,
                characters,
                copies.lines(),
                copies.stretches(),
                copies.longest().codePointCount(0, copies.longest().length()),
                copies.longest(),
                lines ? String.join("\n", texts.subList(0, SHOWN_LINES)) : texts.getFirst());
    }

    /// Mean negative log-likelihood of the validation part, in one lane, each stretch trained on once it is scored.
    private double dynamicLoss(Parameters weights, Batches stretches, BooleanSupplier stop) {
        try (var model = new DynamicEvaluation(
                weights, DynamicEvaluation.Settings.defaults(), DynamicEvaluation.STRETCH, 1, blas, threads)) {
            return ValidationLoss.of(stretches, weights.shape(), model::read, stop);
        }
    }
}
