package dev.charloom.text;

/// A sequence of ids of a fixed length, each in as few bytes as the size of the vocabulary allows.
sealed interface CompactIds {

    /// The most ids that an array of any kind can hold.
    int MAX_LENGTH = Integer.MAX_VALUE - 8;

    /// Zeros, to be filled.
    ///
    /// @param vocabulary the number of different ids, `V`
    static CompactIds ofLength(int length, int vocabulary) {
        if (vocabulary <= 1 << Byte.SIZE) {
            return new Bytes(new byte[length]);
        }
        return vocabulary <= 1 << Character.SIZE ? new Chars(new char[length]) : new Ints(new int[length]);
    }

    int length();

    int get(int index);

    /// Stores the first `count` entries of `source` from `index` on.
    void put(int index, int[] source, int count);

    /// Copies ids `from`…`to`-1 to `out` (modified) from `outPosition` on.
    void copy(int from, int to, int[] out, int outPosition);

    /// V ≤ 256
    final class Bytes implements CompactIds {

        private final byte[] ids;

        private Bytes(byte[] ids) {
            this.ids = ids;
        }

        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public int get(int index) {
            return ids[index] & 0xFF;
        }

        @Override
        public void put(int index, int[] source, int count) {
            for (int i = 0; i < count; i++) {
                ids[index + i] = (byte) source[i];
            }
        }

        @Override
        public void copy(int from, int to, int[] out, int outPosition) {
            for (int i = 0; i < to - from; i++) {
                out[outPosition + i] = ids[from + i] & 0xFF;
            }
        }
    }

    /// V ≤ 65536
    final class Chars implements CompactIds {

        private final char[] ids;

        private Chars(char[] ids) {
            this.ids = ids;
        }

        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public int get(int index) {
            return ids[index];
        }

        @Override
        public void put(int index, int[] source, int count) {
            for (int i = 0; i < count; i++) {
                ids[index + i] = (char) source[i];
            }
        }

        @Override
        public void copy(int from, int to, int[] out, int outPosition) {
            for (int i = 0; i < to - from; i++) {
                out[outPosition + i] = ids[from + i];
            }
        }
    }

    /// Larger vocabularies
    final class Ints implements CompactIds {

        private final int[] ids;

        private Ints(int[] ids) {
            this.ids = ids;
        }

        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public int get(int index) {
            return ids[index];
        }

        @Override
        public void put(int index, int[] source, int count) {
            System.arraycopy(source, 0, ids, index, count);
        }

        @Override
        public void copy(int from, int to, int[] out, int outPosition) {
            System.arraycopy(ids, from, out, outPosition, to - from);
        }
    }
}
