package dev.charloom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What programs read is the same on machines of every language.
class LanguageTest {

    /// Tells how words and numbers are written once the application has begun.
    static final class Writing {
        public static void main(String[] args) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> System.out.println("RUNNING".toLowerCase() + " %d".formatted(12))));
            CharloomApplication.main(new String[] {"bench", "--list"});
        }
    }

    @Test
    void wordsAndNumbersAreWrittenInAsciiLetters() throws Exception {
        assertThat(JavaProcess.outputOf(Writing.class, "-Duser.language=tr")).contains("running 12");
        assertThat(JavaProcess.outputOf(Writing.class, "-Duser.language=fa")).contains("running 12");
    }
}
