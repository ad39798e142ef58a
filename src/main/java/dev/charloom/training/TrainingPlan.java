package dev.charloom.training;

import dev.charloom.engine.DynamicEvaluation;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Tape;
import dev.charloom.text.Batches;
import dev.charloom.text.Corpus;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusStatistics;
import dev.charloom.text.LineBatches;
import dev.charloom.text.LineSplit;
import dev.charloom.text.Lines;
import dev.charloom.text.RandomStreamBatches;
import dev.charloom.text.StreamBatches;
import dev.charloom.text.TextMode;
import dev.charloom.text.TextSplit;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What parameters mean for one corpus: the mode decided, the vocabulary and the shape known, the memory reckoned.
///
/// @param params with the mode decided
/// @param note a sentence on what was decided for the user; null if nothing was
record TrainingPlan(
        TrainingParams params,
        @Nullable String note,
        CorpusStatistics statistics,
        TextMode mode,
        Vocabulary vocabulary,
        ModelShape shape) {

    /// Two that are kept, and the one that is being written.
    private static final int CHECKPOINTS = 3;

    /// A corpus up to this size is prepared once before its job is accepted, so that what is wrong is told at once.
    private static final long SMALL_CORPUS = 4_000_000;

    /// Plans a job that begins anew.
    static TrainingPlan of(TrainingParams params, CorpusFile corpus, long memoryLimit) throws IOException {
        return of(params, CorpusStatistics.of(corpus), corpus, null, memoryLimit);
    }

    /// Plans a job.
    ///
    /// @param statistics of the corpus
    /// @param known the characters that the model knows already, which keep their ids; null if it begins anew
    /// @param memoryLimit bytes that the job may need
    /// @throws InvalidTrainingParams if the job would need more memory, or the corpus has but one character
    /// @throws dev.charloom.text.TextRejected if the corpus is too short or does not fit the vocabulary
    static TrainingPlan of(
            TrainingParams params,
            CorpusStatistics statistics,
            CorpusFile corpus,
            @Nullable Vocabulary known,
            long memoryLimit)
            throws IOException {
        TextMode.Suggestion suggestion = TextMode.suggestFor(statistics);
        TextMode mode = switch (params.mode()) {
            case LINES -> TextMode.LINES;
            case TEXT -> TextMode.TEXT;
            case AUTO -> suggestion.mode();
        };
        String note = params.mode() == TrainingParams.Mode.AUTO
                ? "Mode " + TrainingParams.nameOf(mode) + " was chosen for this corpus. " + suggestion.reason()
                : null;
        Vocabulary vocabulary = known != null
                ? known.with(statistics.vocabulary(mode))
                : switch (params.vocabulary()) {
                    case CORPUS -> statistics.vocabulary(mode);
                    case ASCII -> Vocabulary.ascii();
                };
        requireTwoCharacters(vocabulary);
        var shape = new ModelShape(
                vocabulary.size(),
                params.cellKind(),
                params.layers(),
                params.hiddenSize(),
                params.embeddingSize(),
                params.skipConnections(),
                params.tiedWeights(),
                params.layerNorm());
        var decided = params.withMode(mode == TextMode.LINES ? TrainingParams.Mode.LINES : TrainingParams.Mode.TEXT);
        var plan = new TrainingPlan(decided, note, statistics, mode, vocabulary, shape);
        if (plan.isOfASingleLine()) { // which is needed for training
            plan = plan.with(decided.withoutValidation());
        }
        plan.requireMemory(memoryLimit);
        if (corpus.bytes() <= SMALL_CORPUS || plan.hasUnknownCharacters()) {
            plan.curriculum(corpus);
        }
        return plan;
    }

    /// This with more of its parameters decided.
    TrainingPlan with(TrainingParams decided) {
        return new TrainingPlan(decided, note, statistics, mode, vocabulary, shape);
    }

    /// This with a sentence more on what was decided, before the others.
    TrainingPlan withNote(String sentence) {
        String all = note == null ? sentence : sentence + " " + note;
        return new TrainingPlan(params, all, statistics, mode, vocabulary, shape);
    }

    /// Whether there is but one sequence, so that nothing can be held out.
    boolean isOfASingleLine() {
        return mode == TextMode.LINES && statistics.lines() < 2;
    }

    /// Steps that there are at the least, reckoned by how many characters a window may have.
    double leastSteps() {
        double trained = statistics.characters() * (1 - params.monitoring().validationFraction());
        double ofWindow = (double) params.batchSize() * params.sequenceLength();
        return params.epochs() * Math.floor(trained / ofWindow);
    }

    /// Loads the corpus and divides it.
    ///
    /// @throws dev.charloom.text.TextRejected if the corpus is too short or does not fit the vocabulary
    Curriculum curriculum(CorpusFile file) throws IOException {
        Corpus corpus = Corpus.load(file, vocabulary);
        int length = params.sequenceLength();
        if (mode == TextMode.LINES) {
            LineSplit split = LineSplit.of(Lines.of(corpus), params.monitoring().validationFraction(), params.seed());
            boolean validates = split.validation().size() > 0;
            return new Curriculum(
                    corpus,
                    LineBatches.training(split.training(), params.batchSize(), length, params.seed()),
                    validates ? LineBatches.validation(split.validation(), params.batchSize(), length) : null,
                    validates && params.monitoring().dynamicEvaluation()
                            ? LineBatches.validation(split.validation(), 1, DynamicEvaluation.STRETCH)
                            : null);
        }
        TextSplit split = TextSplit.of(corpus, params.monitoring().validationFraction());
        int from = split.training();
        boolean validates = split.validation() > 0;
        return new Curriculum(
                corpus,
                training(corpus, from),
                validates ? StreamBatches.validation(corpus, from, corpus.length(), length) : null,
                validates && params.monitoring().dynamicEvaluation()
                        ? StreamBatches.training(corpus, from - 1, corpus.length(), 1, DynamicEvaluation.STRETCH, true)
                        : null);
    }

    private Batches training(Corpus corpus, int to) {
        int lanes = params.batchSize();
        int length = params.sequenceLength();
        return params.regularization().cutsAtRandom()
                ? RandomStreamBatches.training(corpus, 0, to, lanes, length, carriesState(), params.seed())
                : StreamBatches.training(corpus, 0, to, lanes, length, carriesState());
    }

    private boolean carriesState() {
        return Boolean.TRUE.equals(params.carryState());
    }

    /// How the validation loss is measured.
    Job.Validation validation() {
        double fraction = params.monitoring().validationFraction();
        String share = BigDecimal.valueOf(fraction)
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString();
        if (fraction == 0) {
            return new Job.Validation("No validation part was held out.", "Losses are those of training.");
        }
        boolean one = statistics.characters() * fraction < 1;
        return mode == TextMode.LINES
                ? new Job.Validation(
                        linesHeldOut(share, fraction),
                        "Each is read from the zero state; its newline counts as a character.")
                : new Job.Validation(
                        one
                                ? "The last character of the text was held out."
                                : "The last " + share + " % of the text were held out.",
                        "Every character is scored once, the state carried from the beginning of the part on, in up to "
                                + "16 lanes that first read the 512 characters before their part.");
    }

    /// Of a few lines the share would say something else than what was done.
    private String linesHeldOut(String share, double fraction) {
        long lines = statistics.lines();
        long heldOut = LineSplit.validationLines(lines, fraction);
        return heldOut == Math.round(lines * fraction)
                ? share + " % of the lines, chosen by the seed, were held out."
                : "%d of the %d lines, chosen by the seed, %s held out."
                        .formatted(heldOut, lines, heldOut == 1 ? "was" : "were");
    }

    private boolean hasUnknownCharacters() {
        return statistics.characterCounts().stream().anyMatch(count -> !vocabulary.contains(count.codePoint()));
    }

    private static void requireTwoCharacters(Vocabulary vocabulary) {
        if (vocabulary.size() < 2) {
            throw new InvalidTrainingParams(List.of(new InvalidTrainingParams.Violation(
                    "corpus", "1 distinct character", "at least 2 distinct characters")));
        }
    }

    /// Bytes that the job will hold in memory, about.
    double memory() {
        return MemoryEstimate.bytes(shape, params, rows()) + corpusBytes();
    }

    private double corpusBytes() {
        long lines = mode == TextMode.LINES ? statistics.lines() : 0;
        return MemoryEstimate.corpusBytes(shape, statistics.characters(), lines);
    }

    /// Bytes of its checkpoints, about, while a new one takes the place of an old one.
    long checkpointBytes() {
        return CHECKPOINTS
                * MemoryEstimate.checkpointBytes(shape, params.optimization().optimizer());
    }

    /// Rows of the largest window, of training or of validation, or a few more.
    double rows() {
        long characters = statistics.characters();
        int length = params.sequenceLength();
        if (mode == TextMode.LINES) {
            long longest = statistics.lineLengths().longest() + 1;
            return (double) Math.min(length, longest) * Math.min(params.batchSize(), statistics.lines());
        }
        double steps = length * (params.regularization().cutsAtRandom() ? 1.5 : 1);
        long lanes = Math.min(params.batchSize(), characters);
        double training = lanes * Math.min(steps, (double) Math.ceilDiv(characters, lanes));
        double heldOut = Math.ceil(characters * params.monitoring().validationFraction());
        return Math.max(training, StreamBatches.validationRows((long) heldOut, length));
    }

    private void requireMemory(long limit) {
        double bytes = memory();
        if (bytes > limit && corpusBytes() > bytes / 2) {
            throw new InvalidTrainingParams(List.of(new InvalidTrainingParams.Violation(
                    "corpus",
                    "%d characters: about %.0f MB with the model".formatted(statistics.characters(), bytes / 1e6),
                    "at most %.0f MB in all; send a shorter one or give the service more heap (-Xmx)"
                            .formatted(limit / 1e6))));
        }
        if (bytes > limit) {
            refuseSizes(
                    "about %.0f MB".formatted(bytes / 1e6),
                    "at most %.0f MB in all; make one of them smaller or give the service more heap (-Xmx)"
                            .formatted(limit / 1e6));
        }
        double numbers = Tape.largestMatrix(shape, rows());
        if (numbers > Tape.MOST_NUMBERS) {
            refuseSizes(
                    "a matrix of %.0f numbers".formatted(numbers),
                    "at most %d numbers in a matrix; make one of them smaller".formatted(Tape.MOST_NUMBERS));
        }
    }

    private void refuseSizes(String needed, String allowed) {
        throw new InvalidTrainingParams(List.of(new InvalidTrainingParams.Violation(
                "hiddenSize",
                "%d with layers %d, batchSize %d, sequenceLength %d and %d distinct characters: %s"
                        .formatted(
                                params.hiddenSize(),
                                params.layers(),
                                params.batchSize(),
                                params.sequenceLength(),
                                shape.vocabulary(),
                                needed),
                allowed)));
    }
}
