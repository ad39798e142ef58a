package dev.charloom.sampling;

import java.util.Arrays;
import java.util.function.Consumer;

/// A prompt being read: hands on the logits after it.
final class PromptStrand extends Strand {

    private final int characters;
    private final Consumer<float[]> afterwards;

    PromptStrand(Memory memory, int[] prompt, int characters, Consumer<float[]> afterwards) {
        super(memory, prompt);
        this.characters = characters;
        this.afterwards = afterwards;
    }

    @Override
    void take(float[] logits, int offset, int index, boolean last) {
        if (last) {
            afterwards.accept(Arrays.copyOfRange(logits, offset, offset + characters));
        }
    }
}
