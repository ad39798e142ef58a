package dev.charloom.sampling;

import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text under way: takes characters until it ends, by the model, a stop sequence or its length.
final class Draft {

    private final WritingTask task;
    private final Vocabulary vocabulary;
    private final int endOfSequence;
    private final StopSequences stop;
    private final LogitEdits edits;
    private final StringBuilder text = new StringBuilder();
    private final List<CharacterLogProbability> logProbabilities = new ArrayList<>();
    private int characters;
    private int drawn; // characters, stop sequences and the end included
    private double logProbability; // of all that was drawn
    private int lastId;
    private boolean ended;
    private int shown; // chars that were handed out
    private int shownCharacters;
    private int forgotten; // characters at the beginning whose log-probabilities are kept no more

    Draft(WritingTask task, Vocabulary vocabulary, int endOfSequence, LogitEdits edits) {
        this.task = task;
        this.vocabulary = vocabulary;
        this.endOfSequence = endOfSequence;
        this.stop = new StopSequences(task.stop());
        this.edits = edits;
    }

    private Draft(Draft source) {
        this.task = source.task;
        this.vocabulary = source.vocabulary;
        this.endOfSequence = source.endOfSequence;
        this.stop = source.stop;
        this.edits = source.edits.copy();
        text.append(source.text);
        logProbabilities.addAll(source.logProbabilities);
        this.characters = source.characters;
        this.drawn = source.drawn;
        this.logProbability = source.logProbability;
        this.lastId = source.lastId;
    }

    /// The same text, to be gone on with in another way.
    Draft copy() {
        return new Draft(this);
    }

    /// The logits to choose the next character from.
    ///
    /// @return null if the text is complete and cannot go on: then it has ended
    @Nullable
    Choice choice(float[] logits, int offset) {
        if (edits.changesNothing()) {
            return new Choice(logits, offset);
        }
        float[] edited = edits.edit(logits, offset, task.maxLength() - characters);
        if (edited == null) {
            ended = true;
            return null;
        }
        return new Choice(edited, 0);
    }

    /// Logits of the next character, from `offset` on.
    record Choice(float[] logits, int offset) {}

    /// Adds a character.
    ///
    /// @param logits of the model itself
    /// @return whether that ended the text
    boolean add(int id, float[] logits, int offset) {
        lastId = id;
        drawn++;
        if (task.logProbabilities() != null || task.search().bestOf() != null) {
            logProbability += LogProbabilities.of(logits, offset, vocabulary.size(), id);
        }
        if (id == endOfSequence) {
            ended = true;
            return true;
        }
        if (task.logProbabilities() != null) {
            logProbabilities.add(LogProbabilities.describe(logits, offset, vocabulary, id, task.logProbabilities()));
        }
        vocabulary.append(id, text);
        characters++;
        edits.written(id);
        return cutAtStop() || characters == task.maxLength();
    }

    private boolean cutAtStop() {
        int length = stop.endOf(text);
        if (length > 0) {
            int from = text.length() - length;
            characters -= text.codePointCount(from, text.length());
            text.setLength(from);
            if (!logProbabilities.isEmpty()) {
                logProbabilities
                        .subList(characters - forgotten, logProbabilities.size())
                        .clear();
            }
            ended = true;
        }
        return ended;
    }

    /// What has become certain since the last call: everything, once the text has ended.
    ///
    /// @param complete whether it has
    String nextPiece(boolean complete) {
        int to = complete ? text.length() : text.length() - stop.heldBack(text);
        String piece = text.substring(Math.min(shown, to), to);
        shown = Math.max(shown, to);
        return piece;
    }

    /// The log-probabilities of the piece that [#nextPiece] returned last.
    List<CharacterLogProbability> ofPiece(String piece) {
        if (logProbabilities.isEmpty()) {
            return List.of();
        }
        int from = shownCharacters;
        shownCharacters += piece.codePointCount(0, piece.length());
        return List.copyOf(logProbabilities.subList(from - forgotten, shownCharacters - forgotten));
    }

    /// Keeps the log-probabilities of the pieces that were shown no longer.
    void forgetShown() {
        logProbabilities.subList(0, shownCharacters - forgotten).clear();
        forgotten = shownCharacters;
    }

    int lastId() {
        return lastId;
    }

    /// How many characters were drawn, endings included.
    int drawn() {
        return drawn;
    }

    Continuation continuation(Memory memory) {
        return new Continuation(lastId == endOfSequence ? null : memory, lastId, drawn);
    }

    /// Without the log-probabilities that are kept no more.
    WrittenText written() {
        double mean = drawn == 0 ? 0 : logProbability / drawn;
        return new WrittenText(text.toString(), characters, ended, logProbabilities, mean);
    }
}
