package dev.charloom.engine.kernel;

/// A right-hand operand in 8 or 6 bits: `w ≈ scale·q` with a scale for every column and integers q of as many bits.
///
/// Left operands are hidden states, in [−1, 1], as `h ≈ (u − 128)/127` with u from 1 to 255. A product then is
///
/// ```
/// Σ_k h_k·w_kn ≈ factor_n · (offset_n + Σ_k u_k·q_kn)   factor_n = scale_n/127   offset_n = −128·Σ_k q_kn
/// ```
///
/// with sums of integers, which do not depend on any order.
sealed interface QuantizedMatrix extends PackedMatrix permits QuantizedPanels, QuantizedRows {

    /// Rows that lie together, or are multiplied together. Where there are no more, there are zeros.
    int GROUP = 4;

    /// The largest integer that a state becomes, before it is shifted.
    int STATE_LIMIT = 127;

    /// What is added to a state's integer, so that it is not negative.
    int SHIFT = 128;

    /// Bytes of a row of states, at least K.
    int stateBytes();

    /// Renews the part of `parts` from the source.
    void quantize(int part, int parts);

    /// `u` of hidden states, into groups of four; the last group is filled up with what is ignored.
    ///
    /// @param u out, from element `to` on
    static void quantizeStates(float[] h, int from, int count, byte[] u, int to) {
        for (int k = 0; k < count; k++) {
            float limited = Math.max(-1f, Math.min(1f, h[from + k])); // rounding may leave [−1, 1] by a little
            u[to + k] = (byte) (int) (limited * STATE_LIMIT + (SHIFT + 0.5f));
        }
    }
}
