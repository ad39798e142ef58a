package dev.charloom.sampling;

import dev.charloom.sampling.regex.Automaton;
import dev.charloom.sampling.regex.RegexRejected;
import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [CharacterRules] for the characters of a model: immutable, shared by all texts of a request.
final class CompiledRules {

    private final float[] bias; // by id; −∞ for what is never written; empty if nothing changes
    private final @Nullable Automaton automaton;

    private CompiledRules(float[] bias, @Nullable Automaton automaton) {
        this.bias = bias;
        this.automaton = automaton;
    }

    /// @param endOfSequence the id that ends a text; −1 for none
    /// @throws InvalidSamplingParams if the rules name characters in a way that the model cannot follow
    /// @throws RegexRejected if the expression cannot be used
    static CompiledRules of(CharacterRules rules, Vocabulary vocabulary, int endOfSequence) {
        BitSet usable = usable(rules, vocabulary, endOfSequence);
        boolean plain = rules.bias().isEmpty() && usable.cardinality() == vocabulary.size();
        float[] bias = plain ? new float[0] : bias(rules, vocabulary, usable);
        String regex = rules.regex();
        return new CompiledRules(bias, regex == null ? null : automaton(regex, vocabulary, usable, endOfSequence));
    }

    /// In a text that ends, the id that ends it is no character that could match.
    private static Automaton automaton(String regex, Vocabulary vocabulary, BitSet usable, int endOfSequence) {
        var characters = (BitSet) usable.clone();
        if (endOfSequence >= 0) {
            if (!usable.get(endOfSequence)) {
                throw violation("bannedCharacters", "a newline", "no newline, if the whole line is to match regex");
            }
            characters.clear(endOfSequence);
        }
        return Automaton.compile(regex, vocabulary.codePoints(), characters);
    }

    private static BitSet usable(CharacterRules rules, Vocabulary vocabulary, int endOfSequence) {
        var usable = new BitSet(vocabulary.size());
        String allowed = rules.allowed();
        if (allowed == null) {
            usable.set(0, vocabulary.size());
        } else {
            ids(allowed, vocabulary, usable);
            if (usable.isEmpty()) {
                throw violation("allowedCharacters", allowed, "at least one character that the model knows");
            }
            if (endOfSequence >= 0) {
                usable.set(endOfSequence);
            }
        }
        var banned = new BitSet();
        ids(rules.banned(), vocabulary, banned);
        usable.andNot(banned);
        if (usable.isEmpty()) {
            throw violation("bannedCharacters", rules.banned(), "fewer than all that may be written");
        }
        return usable;
    }

    private static void ids(String characters, Vocabulary vocabulary, BitSet out) {
        characters.codePoints().map(vocabulary::idOf).filter(id -> id >= 0).forEach(out::set);
    }

    private static float[] bias(CharacterRules rules, Vocabulary vocabulary, BitSet usable) {
        float[] bias = new float[vocabulary.size()];
        var wrong = new ArrayList<InvalidSamplingParams.Violation>();
        rules.bias().forEach((codePoint, value) -> {
            int id = vocabulary.idOf(codePoint);
            if (id >= 0) {
                bias[id] = value.floatValue();
            } else {
                wrong.add(new InvalidSamplingParams.Violation(
                        "logitBias", Character.toString(codePoint), "characters that the model knows"));
            }
        });
        if (!wrong.isEmpty()) {
            throw new InvalidSamplingParams(List.copyOf(wrong));
        }
        for (int id = usable.nextClearBit(0); id < bias.length; id = usable.nextClearBit(id + 1)) {
            bias[id] = Float.NEGATIVE_INFINITY;
        }
        return bias;
    }

    private static InvalidSamplingParams violation(String name, String value, String allowed) {
        return new InvalidSamplingParams(List.of(new InvalidSamplingParams.Violation(name, value, allowed)));
    }

    /// What is added to each logit, by id; empty for nothing.
    float[] bias() {
        return bias;
    }

    @Nullable
    Automaton automaton() {
        return automaton;
    }
}
