package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The files of the deep-RNN article's directory, see [NumpyDirectoryFormat].
///
/// @param arrays by their names
/// @param layout which of the possible ways they lie in
record NumpyDirectory(
        Vocabulary vocabulary, ModelShape shape, Map<String, StoredTensor> arrays, NumpyDirectoryLayout layout) {

    static final String VOCABULARY = "vocabulary.txt";
    static final String HIDDEN = "inter_time_step_size.txt";
    static final String UNIT = "unit_type.txt";
    static final String DEPTH = "depth.txt";
    static final String WEIGHTS = "weights/";
    static final String SUFFIX = ".npy";
    static final String GRU = "gru";
    static final String LSTM = "lstm";
    static final int MOST_FILES = 4096;

    private static final String SEPARATOR = "[separator]";
    private static final long MOST_TEXT_BYTES = 16L << 20;
    private static final int MOST_DEPTH = MOST_FILES / 8;
    private static final int MOST_HIDDEN = 1 << 20;
    private static final Pattern ARRAY = Pattern.compile("(?:weights/)?([a-z]{2}(?:_[0-9]{1,4})?)\\.npy");

    /// The most bytes that a file of this name may have; null if none has this name.
    static @Nullable Long most(String name) {
        if (ARRAY.matcher(name).matches()) {
            return Long.MAX_VALUE;
        }
        return List.of(VOCABULARY, HIDDEN, UNIT, DEPTH).contains(name) ? MOST_TEXT_BYTES : null;
    }

    /// The text of `vocabulary.txt`.
    static String joined(Vocabulary vocabulary) {
        return IntStream.of(vocabulary.codePoints())
                .mapToObj(Character::toString)
                .collect(Collectors.joining(SEPARATOR));
    }

    /// @throws ImportRejected if they are not what the article's program writes
    static NumpyDirectory read(UnpackedFiles files) throws IOException {
        Vocabulary vocabulary = vocabulary(text(files, VOCABULARY));
        CellKind cell = cell(text(files, UNIT).strip());
        int hidden = number(files, HIDDEN, MOST_HIDDEN);
        int depth = number(files, DEPTH, MOST_DEPTH);
        ModelShape shape = Shapes.of(vocabulary.size(), cell, depth, hidden, 0);
        Map<String, StoredTensor> arrays = arrays(files);
        return new NumpyDirectory(vocabulary, shape, arrays, layout(arrays, shape));
    }

    private static Vocabulary vocabulary(String text) {
        String[] characters = text.split(Pattern.quote(SEPARATOR), -1);
        for (String character : characters) {
            if (character.codePointCount(0, character.length()) != 1) {
                throw new ImportRejected(
                        "its vocabulary.txt has something between two [separator] that is not one character");
            }
        }
        return SideFile.vocabularyOf(
                Arrays.stream(characters).mapToInt(it -> it.codePointAt(0)).toArray());
    }

    private static CellKind cell(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case GRU -> CellKind.GRU_RESET_BEFORE;
            case LSTM -> CellKind.LSTM;
            default -> throw new ImportRejected("its unit_type.txt is neither gru nor lstm");
        };
    }

    private static int number(UnpackedFiles files, String name, int most) throws IOException {
        String text = text(files, name).strip();
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new ImportRejected("its %s is no number of 1 to %d".formatted(name, most));
        }
        return number;
    }

    private static String text(UnpackedFiles files, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(files.required(name));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ImportRejected("its %s is not UTF-8".formatted(name));
        }
    }

    private static Map<String, StoredTensor> arrays(UnpackedFiles files) throws IOException {
        var arrays = new HashMap<String, StoredTensor>();
        for (String file : files.names()) {
            if (file.endsWith(SUFFIX)) {
                Path path = files.directory().resolve(file);
                String base = String.valueOf(path.getFileName());
                String name = base.substring(0, base.length() - SUFFIX.length());
                if (arrays.put(name, NpyArray.read(name, path)) != null) {
                    throw new ImportRejected("it holds %s twice".formatted(name));
                }
            }
        }
        return arrays;
    }

    /// Levels count from 0 or 1; matrices stand left of a column or right of a row.
    private static NumpyDirectoryLayout layout(Map<String, StoredTensor> arrays, ModelShape shape) {
        int firstLevel = arrays.containsKey("wu_0") ? 0 : 1;
        StoredTensor gate = arrays.get("wu_" + firstLevel);
        StoredTensor output = arrays.get("wy");
        int[] rowOutput = {shape.hidden(), shape.vocabulary()};
        boolean columns = gate == null || gate.shape().length != 2 || gate.shape()[0] <= gate.shape()[1];
        boolean square = shape.hidden() == shape.vocabulary();
        boolean outputColumns = (square || output == null) ? columns : !Arrays.equals(output.shape(), rowOutput);
        return new NumpyDirectoryLayout(firstLevel, columns, outputColumns);
    }
}
