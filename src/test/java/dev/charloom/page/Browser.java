package dev.charloom.page;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A headless Chromium, started once for all tests and ended with them.
final class Browser {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    /// Speaks of parts of Chromium's protocol that are not used here. Held, because loggers are collected as garbage.
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static Browser started;

    final ChromeDriver driver;
    final Path downloads;

    private Browser(File driverFile, File browserFile) {
        SELENIUM.setLevel(Level.SEVERE);
        try {
            downloads = Files.createTempDirectory("charloom-downloads");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driverFile)
                        .usingAnyFreePort()
                        .build(),
                options(browserFile, downloads));
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
    }

    /// Whether browser and driver are installed; says so once if they are not.
    static boolean isInstalled() {
        return Installed.FOUND;
    }

    /// The browser, which is started at the first call.
    static synchronized Browser get() {
        if (started == null) {
            started = new Browser(
                    onPath("chromedriver").orElseThrow(), installedBrowser().orElseThrow());
        }
        return started;
    }

    /// The addresses of all requests since the last time this was asked.
    List<String> requests() {
        return StreamSupport.stream(
                        driver.manage().logs().get(LogType.PERFORMANCE).spliterator(), false)
                .map(entry -> JSON.readTree(entry.getMessage()).path("message"))
                .filter(message -> message.path("method").asString().equals("Network.requestWillBeSent"))
                .map(message -> message.at("/params/request/url"))
                .map(JsonNode::asString)
                .toList();
    }

    /// What the page complained of since the last time this was asked: failed scripts, and whatever the content
    /// security policy has stopped.
    List<String> complaints() {
        return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    /// Makes the system of the browser dark or light; all else that has been emulated ends.
    void prefer(String scheme) {
        emulate("", "prefers-color-scheme", scheme);
    }

    /// Makes the browser draw for a medium, such as `print` (empty: the screen), with a feature, such as
    /// `forced-colors`.
    void emulate(String medium, String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("media", medium, "features", List.of(Map.of("name", feature, "value", value))));
    }

    /// Sets the size of the window's contents.
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private static ChromeOptions options(File browserFile, Path downloads) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(browserFile);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // tests may run as root, in containers
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--force-prefers-reduced-motion",
                "--window-size=1280,1000");
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", downloads.toString(), "download.prompt_for_download", false));
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static Optional<File> installedBrowser() {
        return BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst();
    }

    private static Optional<File> onPath(String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/bin"))
                .map(directory -> new File(directory, name))
                .filter(File::canExecute)
                .findFirst();
    }

    private static final class Installed {

        static final boolean FOUND = find();

        private static boolean find() {
            boolean found =
                    onPath("chromedriver").isPresent() && installedBrowser().isPresent();
            if (!found) {
                System.err.println("The tests of the page are skipped: they need chromium and chromedriver"
                        + " (Debian: chromium, chromium-driver).");
            }
            return found;
        }
    }
}
