package dev.charloom.sampling;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Writes and scores texts with a model. What is to be done is [Work], which a [WritingLoop] runs, together with that
/// of other requests.
///
/// Each text draws from a random stream of its own, and with the kernel for writing
/// ([dev.charloom.engine.kernel.Kernels#forWriting]) a lane's logits do not depend on the other lanes, so a text is the
/// same whichever texts are written beside it. With oneDNN the last bits of the logits may depend on the number of
/// lanes, and a draw that falls between them comes out otherwise.
public final class TextWriter {

    private static final int LANES = 64;
    private static final int NO_CHARACTER = -1;

    private final Predictor predictor;
    private final Vocabulary vocabulary;
    private final int endOfSequence; // −1 where texts have no end

    /// @param mode in [TextMode#LINES] the newline ends a text
    public TextWriter(Predictor predictor, Vocabulary vocabulary, TextMode mode) {
        this.predictor = predictor;
        this.vocabulary = vocabulary;
        this.endOfSequence = mode == TextMode.LINES ? vocabulary.newline() : -1;
    }

    /// A writer with one network.
    public TextWriter(Network network, Vocabulary vocabulary, TextMode mode, Blas blas) {
        this(Predictor.of(network, blas), vocabulary, mode);
    }

    /// The shape of the network, of an ensemble that of its first one.
    public ModelShape shape() {
        return predictor.networks().getFirst().shape();
    }

    /// A loop that runs what this writer makes, on the calling thread.
    ///
    /// @param lanes how many texts advance at once
    public WritingLoop loop(int lanes) {
        return loop(lanes, SharedTeam.alone());
    }

    /// A loop that runs what this writer makes.
    ///
    /// @param lanes how many texts advance at once
    /// @param team shares the passes of the network where it is free; the texts are the same
    public WritingLoop loop(int lanes, SharedTeam team) {
        return new WritingLoop(predictor, lanes, team);
    }

    /// Prepares the writing of texts after a prompt.
    ///
    /// @param start what was read before the prompt, left as it is; null for nothing
    /// @throws InvalidSamplingParams if the character rules name what the model cannot follow
    /// @throws dev.charloom.sampling.regex.RegexRejected if the regular expression cannot be used
    public Work texts(WritingTask task, @Nullable Memory start, WritingListener listener) {
        var drafts = new DraftSource(task, vocabulary, endOfSequence);
        Memory memory = start == null ? predictor.newMemory() : start.copy();
        Integer beams = task.search().beams();
        if (beams != null) {
            return new BeamSearch(task, beams, drafts, memory, listener);
        }
        Integer candidates = task.search().bestOf();
        return candidates == null
                ? new SampledTexts(task, task.texts(), drafts, memory, listener)
                : new SampledTexts(task, candidates, drafts, memory, new BestOf(listener, task.texts()));
    }

    /// Prepares the scoring of texts. Where lines end texts, every line is read from nothing, as in training, and the
    /// newline after it is scored as its end.
    ///
    /// @param texts ids of each
    /// @param opening what a text begins after where no line does; −1 for no character
    /// @param top how many alternatives are told for each character
    public Work scores(List<int[]> texts, int opening, int top, ReadingListener<List<ScoredText>> listener) {
        List<List<Scoring.Segment>> segments =
                texts.stream().map(ids -> segments(ids, opening)).toList();
        return new Scoring(segments, predictor, vocabulary, top, listener);
    }

    /// Prepares the reading of a text to see what units do at each of its characters. Where lines end texts, every
    /// line is read from nothing, as in training, and a newline stands for the start of the line after it.
    ///
    /// @param ids of the text
    /// @param opening what a text begins after where no line does; −1 for no character
    public Work traces(int[] ids, int opening, Units units, ReadingListener<List<Trace>> listener) {
        return new Tracing(Tracing.segments(ids, endOfSequence, opening), ids.length, predictor, units, listener);
    }

    /// Scores texts as [#scores] does, but each with a copy of the model that learns from it while it reads, now, on
    /// the calling thread.
    ///
    /// @param cancelled asked again and again; true ends it
    /// @throws java.util.concurrent.CancellationException if it was cancelled
    public List<ScoredText> dynamicScores(List<int[]> texts, int opening, int top, BooleanSupplier cancelled) {
        var scoring = new DynamicScoring(predictor.networks().getFirst(), vocabulary, top, predictor.blas(), cancelled);
        return texts.stream().map(ids -> scoring.score(segments(ids, opening))).toList();
    }

    private List<Scoring.Segment> segments(int[] ids, int opening) {
        var segments = new ArrayList<Scoring.Segment>();
        int from = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == endOfSequence || i == ids.length - 1) {
                segments.add(segment(ids, from, i + 1, endOfSequence < 0 ? opening : NO_CHARACTER));
                from = i + 1;
            }
        }
        return segments;
    }

    private static Scoring.Segment segment(int[] ids, int from, int to, int opening) {
        int[] segment = new int[to - from + 1];
        segment[0] = opening;
        System.arraycopy(ids, from, segment, 1, to - from);
        return new Scoring.Segment(segment, new CharacterLogProbability[to - from]);
    }

    /// Writes the texts of a task now, alone, in the order of their numbers.
    public List<WrittenText> write(WritingTask task) {
        return write(task, loop(Math.min(LANES, task.texts())));
    }

    /// The same on a loop of this writer that has nothing else to do.
    public List<WrittenText> write(WritingTask task, WritingLoop loop) {
        var written = new TreeMap<Integer, WrittenText>();
        loop.add(texts(task, null, (number, text, _) -> written.put(number, text)));
        while (loop.advance() > 0 || loop.hasMore()) {
            // until all have ended
        }
        return List.copyOf(written.values());
    }
}
