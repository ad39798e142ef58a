package dev.charloom.sampling;

import dev.charloom.engine.Network;
import dev.charloom.engine.State;
import dev.charloom.engine.Tape;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes texts with a network: the prompt is read once, then up to 64 texts advance together, one product per step.
///
/// Each text draws from a random stream of its own. With the kernel in plain Java a lane's logits do not depend on the
/// other lanes, so a text is the same whichever texts are written beside it. With oneDNN the last bits of the logits
/// may depend on the number of lanes, and a draw that falls between them comes out otherwise.
public final class TextWriter {

    private static final int MAX_LANES = 64;
    private static final int PROMPT_STEPS = 64;

    private final Network network;
    private final Vocabulary vocabulary;
    private final int endOfSequence; // −1 where texts have no end
    private final Blas blas;

    /// @param mode in [TextMode#LINES] the newline ends a text
    public TextWriter(Network network, Vocabulary vocabulary, TextMode mode, Blas blas) {
        this.network = network;
        this.vocabulary = vocabulary;
        this.endOfSequence = mode == TextMode.LINES ? vocabulary.newline() : -1;
        this.blas = blas;
    }

    /// Writes the texts of a task, in the order of their numbers.
    public List<WrittenText> write(WritingTask task) {
        return new Writing(task).run();
    }

    /// One task under way.
    private final class Writing {

        private final WritingTask task;
        private final WrittenText[] written;
        private final List<Lane> active = new ArrayList<>();
        private final State promptState;
        private final State state;
        private final Tape tape;
        private final Window window = new Window();
        private final int[] widths;
        private final int[] inputs;
        private final int[] targets;
        private int begun;

        Writing(WritingTask task) {
            int lanes = Math.min(MAX_LANES, task.texts());
            int rows = Math.max(lanes, PROMPT_STEPS);
            this.task = task;
            this.written = new WrittenText[task.texts()];
            this.promptState = new State(network.shape(), 1);
            this.state = new State(network.shape(), lanes);
            this.tape = Tape.forInference(network.shape(), rows, lanes, blas);
            this.widths = new int[PROMPT_STEPS];
            this.inputs = new int[rows];
            this.targets = new int[rows];
            Arrays.fill(targets, -1);
        }

        List<WrittenText> run() {
            float[] first = readPrompt();
            while (begin(first)) {
                advance();
            }
            return List.of(written);
        }

        /// Reads the prompt into the prompt state and returns the logits after it.
        private float[] readPrompt() {
            int[] prompt = task.prompt();
            Arrays.fill(widths, 1);
            float[] logits = {};
            int steps = 0;
            for (int at = 0; at < prompt.length; at += steps) {
                steps = Math.min(PROMPT_STEPS, prompt.length - at);
                System.arraycopy(prompt, at, inputs, 0, steps);
                window.set(steps, widths, inputs, targets);
                logits = network.logits(window, promptState, tape);
            }
            int row = (steps - 1) * vocabulary.size();
            return Arrays.copyOfRange(logits, row, row + vocabulary.size());
        }

        /// Fills free lanes with texts that wait; false if none is left under way.
        private boolean begin(float[] first) {
            while (active.size() < state.lanes() && begun < task.texts()) {
                var lane = new Lane(begun++);
                if (!lane.take(first, 0)) {
                    state.copyLane(promptState, 0, active.size());
                    active.add(lane);
                }
            }
            return !active.isEmpty();
        }

        /// One character more for every lane; a lane that has ended gives its place to the last.
        private void advance() {
            widths[0] = active.size();
            for (int i = 0; i < active.size(); i++) {
                inputs[i] = active.get(i).lastId;
            }
            window.set(1, widths, inputs, targets);
            float[] logits = network.logits(window, state, tape);
            for (int i = active.size() - 1; i >= 0; i--) {
                if (active.get(i).take(logits, i * vocabulary.size())) {
                    int last = active.size() - 1;
                    state.copyLane(state, last, i);
                    active.set(i, active.get(last));
                    active.remove(last);
                }
            }
        }

        /// One text under way.
        private final class Lane {

            private final int number;
            private final Sampler sampler;
            private final StringBuilder text = new StringBuilder();
            private int characters;
            private int lastId;

            Lane(int number) {
                this.number = number;
                this.sampler = Sampler.of(task.sampling(), RandomStream.of(task.seed(), Purpose.SAMPLE, number));
            }

            /// Draws the next character; true if that ended the text, which is then among the written ones.
            boolean take(float[] logits, int offset) {
                lastId = sampler.sample(logits, offset, vocabulary.size());
                if (lastId == endOfSequence) {
                    return finish(true);
                }
                vocabulary.append(lastId, text);
                characters++;
                for (String stop : task.stop()) {
                    if (endsWith(stop)) {
                        text.setLength(text.length() - stop.length());
                        characters -= stop.codePointCount(0, stop.length());
                        return finish(true);
                    }
                }
                return characters == task.maxLength() && finish(false);
            }

            private boolean finish(boolean ended) {
                written[number] = new WrittenText(text.toString(), characters, ended);
                return true;
            }

            private boolean endsWith(String stop) {
                int from = text.length() - stop.length();
                return from >= 0 && text.indexOf(stop, from) == from;
            }
        }
    }
}
