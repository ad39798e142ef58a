package dev.charloom.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/// Pictures of the whole page, into the directory that the system property `charloom.screenshots` names; none without.
final class Screenshots {

    private static final String DIRECTORY = System.getProperty("charloom.screenshots", "");

    private Screenshots() {}

    static void take(ChromeDriver driver, String name) {
        if (DIRECTORY.isEmpty()) {
            return;
        }
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        try {
            Path directory = Files.createDirectories(Path.of(DIRECTORY));
            Files.write(directory.resolve(name + ".png"), Base64.getDecoder().decode((String) picture.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
