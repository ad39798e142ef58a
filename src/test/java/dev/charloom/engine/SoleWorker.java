package dev.charloom.engine;

import dev.charloom.engine.kernel.JavaBlas;

/// Workers of parts that need no meeting.
final class SoleWorker {

    private SoleWorker() {}

    /// One that does all the work.
    static Worker create(ModelShape shape) {
        return part(shape, 0, 1);
    }

    /// One of `count`, to be run after each other.
    static Worker part(ModelShape shape, int index, int count) {
        return Worker.of(index, count, Division.LANES, shape.hidden(), new JavaBlas(), null);
    }
}
