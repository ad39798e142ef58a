package dev.charloom.sampling;

import dev.charloom.engine.Tape;

/// A sequence under way: what was read of it, and what is to be read next.
abstract class Strand {

    private final Memory memory;
    private int[] ids;
    private int at;

    /// @param ids what is to be read first; −1 is no character
    Strand(Memory memory, int[] ids) {
        this.memory = memory;
        this.ids = ids;
    }

    Memory memory() {
        return memory;
    }

    /// How many ids are still to be read.
    int pending() {
        return ids.length - at;
    }

    /// Pending id number `index`.
    int pending(int index) {
        return ids[at + index];
    }

    /// Goes on with one id more.
    void readNext(int id) {
        if (ids.length != 1) {
            ids = new int[1];
        }
        ids[0] = id;
        at = 0;
    }

    /// Marks ids as read.
    void read(int count) {
        at += count;
    }

    /// Sees what reading an id has left on the tape, before its logits are taken.
    ///
    /// @param tape of the first network
    /// @param row of the id
    void look(Tape tape, int row) {
        // most strands need the logits alone
    }

    /// Takes the logits after an id, V of them.
    ///
    /// @param index of the id among those that were handed in at once
    /// @param last whether nothing is pending any more
    abstract void take(float[] logits, int offset, int index, boolean last);
}
