package dev.charloom.text;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// What a corpus is made of.
///
/// @param characters all of its characters
/// @param lines its lines that are not blank
/// @param blankLines its lines of whitespace alone, or of nothing; a newline at the end begins no further line
/// @param paragraphs its runs of lines without a blank line between them
/// @param indentedLines the lines (that are not blank) whose first character is whitespace
/// @param openLines the lines whose last visible character is a comma, semicolon, colon, dash or opening bracket:
///     whatever they say goes on in the next line
/// @param lineLengths how long the lines are
/// @param characterCounts the distinct characters by ascending code point, and how often each occurs
public record CorpusStatistics(
        long characters,
        long lines,
        long blankLines,
        long paragraphs,
        long indentedLines,
        long openLines,
        LineLengths lineLengths,
        List<CharacterCount> characterCounts) {

    public CorpusStatistics {
        characterCounts = List.copyOf(characterCounts);
    }

    /// Reads a corpus once from its file.
    ///
    /// @throws IOException if the file cannot be read, or its bytes are not those that were stored
    public static CorpusStatistics of(CorpusFile file) throws IOException {
        var tally = new CorpusTally();
        file.read(tally);
        return tally.result();
    }

    /// The number of distinct characters.
    public int distinctCharacters() {
        return characterCounts.size();
    }

    /// The distinct characters in ascending order; in [TextMode#LINES] also the newline, which ends every sequence,
    /// where the corpus itself has none.
    ///
    /// @throws IllegalArgumentException if the corpus has no characters
    public Vocabulary vocabulary(TextMode mode) {
        IntStream distinct = characterCounts.stream().mapToInt(CharacterCount::codePoint);
        return Vocabulary.ofDistinct(
                mode == TextMode.LINES ? IntStream.concat(distinct, IntStream.of('\n')) : distinct);
    }
}
