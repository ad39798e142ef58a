package dev.charloom.engine.kernel;

/// How the integers of four rows and all columns of a panel, a group, lie in [QuantizedPanels].
enum QuantizedLayout {
    /// A byte for each, column by column.
    BYTES(64, 1),

    /// The same in narrower panels, with an even number of groups: see [BytePairProductCode].
    BYTES_IN_PAIRS(32, BytePairProductCode.GROUPS),

    /// 6 bits for each: see [Int6ProductCode].
    SIX_BITS(64, 1) {
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
            for (int group = 0; group * rowBytes() < integers.length; group++) {
                int from = group * rowBytes();
                int to = group * groupBytes();
                for (int i = 0; i < 3 * vector; i++) {
                    int fourth = integers[from + 3 * vector + i % vector] & 0x3F;
                    int twoOfFourth = fourth >> (4 - 2 * (i / vector)) & 3;
                    packed[to + i] = (byte) (integers[from + i] << 2 | twoOfFourth);
                }
            }
        }
    };

    private final int width;
    private final int groupsOfStep;

    QuantizedLayout(int width, int groupsOfStep) {
        this.width = width;
        this.groupsOfStep = groupsOfStep;
    }

    /// Columns of a panel.
    int width() {
        return width;
    }

    /// Groups that are multiplied together: there are always a multiple of them.
    int groupsOfStep() {
        return groupsOfStep;
    }

    /// Bytes of a group's integers with a byte for each, and of a panel's offsets or factors.
    int rowBytes() {
        return width * Integer.BYTES;
    }

    /// From one group to the next.
    int groupBytes() {
        return rowBytes();
    }

    /// What an integer counts for in the sums.
    int unit() {
        return 1;
    }

    /// @param integers a byte for each, group by group
    /// @param packed out
    void pack(byte[] integers, byte[] packed) {
        System.arraycopy(integers, 0, packed, 0, integers.length);
    }
}
