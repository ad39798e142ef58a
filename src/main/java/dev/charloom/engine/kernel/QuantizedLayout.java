package dev.charloom.engine.kernel;

/// How the integers of four rows and 64 columns, a group, lie in a [QuantizedMatrix].
enum QuantizedLayout {
    /// A byte for each, column by column.
    BYTES {
        @Override
        int groupBytes() {
            return QuantizedMatrix.ROW_BYTES;
        }

        @Override
        void pack(byte[] integers, byte[] packed) {
            System.arraycopy(integers, 0, packed, 0, integers.length);
        }
    },

    /// 6 bits for each: see [Int6ProductCode].
    SIX_BITS {
        @Override
        int groupBytes() {
            return Int6ProductCode.GROUP_BYTES;
        }

        @Override
        int unit() {
            return Int6ProductCode.UNIT;
        }

        @Override
        void pack(byte[] integers, byte[] packed) {
            int vector = Int6ProductCode.GROUP_BYTES / 3;
            for (int group = 0; group * QuantizedMatrix.ROW_BYTES < integers.length; group++) {
                int from = group * QuantizedMatrix.ROW_BYTES;
                int to = group * groupBytes();
                for (int i = 0; i < 3 * vector; i++) {
                    int fourth = integers[from + 3 * vector + i % vector] & 0x3F;
                    int twoOfFourth = fourth >> (4 - 2 * (i / vector)) & 3;
                    packed[to + i] = (byte) (integers[from + i] << 2 | twoOfFourth);
                }
            }
        }
    };

    /// From one group to the next.
    abstract int groupBytes();

    /// What an integer counts for in the sums.
    int unit() {
        return 1;
    }

    /// @param integers a byte for each, group by group
    /// @param packed out
    abstract void pack(byte[] integers, byte[] packed);
}
