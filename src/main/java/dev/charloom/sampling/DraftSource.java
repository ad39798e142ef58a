package dev.charloom.sampling;

import dev.charloom.sampling.regex.RegexRejected;
import dev.charloom.text.Vocabulary;
import java.util.Arrays;

/// Begins the texts of a task, all alike.
final class DraftSource {

    private final WritingTask task;
    private final Vocabulary vocabulary;
    private final int endOfSequence;
    private final LogitEdits edits; // as they are before the first character that is written

    /// @param endOfSequence the id that ends a text; −1 for none
    /// @throws InvalidSamplingParams if the character rules name what the model cannot follow
    /// @throws RegexRejected if the regular expression cannot be used or has no match within the length
    DraftSource(WritingTask task, Vocabulary vocabulary, int endOfSequence) {
        this.task = task;
        this.vocabulary = vocabulary;
        this.endOfSequence = endOfSequence;
        CompiledRules rules = CompiledRules.of(task.decoding().rules(), vocabulary, endOfSequence);
        this.edits = new LogitEdits(task.decoding().penalties(), rules, vocabulary.size(), endOfSequence, given(task));
        String regex = task.decoding().rules().regex();
        if (regex != null) {
            begin(regex);
        }
    }

    private static int[] given(WritingTask task) {
        int[] prompt = task.prompt();
        return Arrays.copyOfRange(prompt, Math.max(0, prompt.length - task.given()), prompt.length);
    }

    private void begin(String regex) {
        int[] prompt = task.prompt();
        for (int id : Arrays.copyOfRange(prompt, prompt.length - task.begun(), prompt.length)) {
            if (!edits.begun(id)) {
                throw new RegexRejected(regex, "no text that begins like this one matches it");
            }
        }
        if (edits.distance() > task.maxLength()) {
            throw new RegexRejected(
                    regex,
                    "its shortest match has %d characters more, but maxLength leaves room for %d"
                            .formatted(edits.distance(), task.maxLength()));
        }
    }

    int characters() {
        return vocabulary.size();
    }

    Draft draft() {
        return new Draft(task, vocabulary, endOfSequence, edits.copy());
    }
}
