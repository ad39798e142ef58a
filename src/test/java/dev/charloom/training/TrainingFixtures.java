package dev.charloom.training;

import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusIngest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Corpora and parameters that train within a second.
final class TrainingFixtures {

    static final long MEMORY = 1L << 30;

    private TrainingFixtures() {}

    static CorpusFile corpus(Path directory, String text) throws IOException {
        return new CorpusIngest(1 << 20).store(text, directory.resolve("corpus-" + text.hashCode()));
    }

    /// Forty lines of two kinds.
    static String names() {
        var text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append("anna").append((char) ('a' + i)).append('\n');
            text.append("otto").append((char) ('a' + i)).append('\n');
        }
        return text.toString();
    }

    /// A stream without blank lines or short lines: 4,000 characters of a simple pattern.
    static String stream() {
        return "abcabdabe".repeat(445).substring(0, 4000);
    }

    /// Small and quick, changed by `change`.
    static TrainingParams params(UnaryOperator<Builder> change) {
        return change.apply(new Builder()).build();
    }

    /// Settable copies of the parameters that tests vary.
    static final class Builder {
        TrainingParams.Mode mode = TrainingParams.Mode.AUTO;
        TrainingParams.CellChoice cell = TrainingParams.CellChoice.GRU;
        TrainingParams.VocabularyChoice vocabulary = TrainingParams.VocabularyChoice.CORPUS;
        int hiddenSize = 12;
        int sequenceLength = 16;
        int batchSize = 8;
        int epochs = 3;
        Long maxSteps;
        Budget budget;
        double learningRate = 0.01;
        TrainingParams.OptimizerChoice optimizer = TrainingParams.OptimizerChoice.ADAM;
        TrainingParams.ScheduleChoice schedule = TrainingParams.ScheduleChoice.CONSTANT;
        int warmupSteps;
        Integer plateauPatience;
        int layers = 1;
        int embeddingSize = 4;
        boolean skipConnections;
        boolean tiedWeights;
        boolean layerNorm;
        Boolean carryState;
        Regularization regularization = Regularization.none();
        double validationFraction = 0.2;
        Long evaluateEvery;
        Integer patience;
        Long sampleEvery;
        boolean dynamicEvaluation;
        long checkpointEvery = 1000;
        long seed = 1;

        TrainingParams build() {
            return new TrainingParams(
                    mode,
                    cell,
                    null,
                    layers,
                    hiddenSize,
                    embeddingSize,
                    skipConnections,
                    tiedWeights,
                    layerNorm,
                    vocabulary,
                    carryState,
                    sequenceLength,
                    batchSize,
                    epochs,
                    maxSteps,
                    budget,
                    new Optimization(
                            learningRate,
                            optimizer,
                            null,
                            null,
                            5,
                            schedule,
                            warmupSteps,
                            null,
                            null,
                            null,
                            null,
                            plateauPatience),
                    regularization,
                    new Monitoring(
                            validationFraction,
                            evaluateEvery,
                            patience,
                            sampleEvery,
                            dynamicEvaluation,
                            checkpointEvery),
                    seed,
                    null);
        }
    }
}
