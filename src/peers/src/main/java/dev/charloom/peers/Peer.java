package dev.charloom.peers;

/// A library that is measured. Each method builds what it needs once; the answer is the step to be timed.
interface Peer {

    /// A step forward and back over `time × batch` random characters, clipping and the update included.
    Runnable training();

    /// [Workload#CHARACTERS_PER_STREAM] characters of each stream, one after the other, each drawn from the softmax.
    Runnable sampling();
}
