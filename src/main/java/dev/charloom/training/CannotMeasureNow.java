package dev.charloom.training;

import java.util.Locale;

/// The speed of what was asked for cannot be measured at this moment.
public final class CannotMeasureNow extends RuntimeException {

    private CannotMeasureNow(String message) {
        super(message);
    }

    /// Others are being measured, and go on for longer than may be waited.
    public static CannotMeasureNow becauseOfOthers(long secondsWaited) {
        return new CannotMeasureNow(
                "speeds are measured for one request at a time, and the turn of this one did not come within "
                        + secondsWaited + " seconds");
    }

    /// Beside the jobs that run there is no room for it.
    ///
    /// @param bytes that it needs
    /// @param held bytes of the jobs
    /// @param most bytes that there are for both
    static CannotMeasureNow becauseOfJobs(long bytes, long held, long most) {
        return new CannotMeasureNow(String.format(
                Locale.ROOT,
                "there is no memory to measure this beside the jobs that run: it needs about %.0f MB, and they hold %.0f"
                        + " MB of %.0f MB; a smaller model, batch or window needs less",
                bytes / 1e6,
                held / 1e6,
                most / 1e6));
    }
}
