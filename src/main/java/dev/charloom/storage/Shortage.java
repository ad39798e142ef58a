package dev.charloom.storage;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a machine can run out of while files are written or read. It comes back when somebody makes room, or
/// waits: what failed for want of it is not broken.
///
/// Java tells a shortage in the words of the operating system alone; where those are in another language than English,
/// it is taken for any other failure.
public enum Shortage {
    /// The file system is full, or what one of its users may have.
    SPACE("No space left on device|Disk quota exceeded|not enough space on the disk"),
    /// The process, or the system, has no file descriptor left.
    OPEN_FILES("Too many open files");

    private final Pattern words;

    Shortage(String words) {
        this.words = Pattern.compile(words);
    }

    /// What something failed for want of; null if that is not the reason.
    public static @Nullable Shortage behind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (cause instanceof IOException && message != null) {
                for (Shortage shortage : values()) {
                    if (shortage.words.matcher(message).find()) {
                        return shortage;
                    }
                }
            }
        }
        return null;
    }
}
