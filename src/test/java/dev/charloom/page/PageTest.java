package dev.charloom.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

/// Uses the page in a real browser, as a reader does. Each class has a service of its own; where no browser is
/// installed, it is skipped.
///
/// After every test, the page must have asked no other host for anything, and complained of nothing.
@EnabledIf("dev.charloom.page.Browser#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageTest {

    /// How long something may take on a machine that has much else to do.
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<String> SERIOUS = List.of("serious", "critical");

    Browser browser;
    RestartableService service;

    /// Properties that the service of a class has, beside its directories.
    String[] properties() {
        return new String[] {"--charloom.training.threads=1"};
    }

    @BeforeAll
    void startServiceAndBrowser(@TempDir Path directory) {
        browser = Browser.get();
        service = new RestartableService(directory, properties());
    }

    @AfterAll
    void stopService() {
        browser.driver.get("about:blank"); // lets go of open streams
        service.stop();
    }

    @BeforeEach
    void beginAnew() {
        browser.driver.get("about:blank");
        browser.resize(1280, 1000);
        browser.prefer("light");
        browser.requests();
        browser.complaints();
    }

    @AfterEach
    void nothingCameFromElsewhereAndNothingFailed() {
        assertThat(browser.requests())
                .allMatch(url -> url.startsWith(service.address() + "/")
                        || url.startsWith("data:")
                        || url.startsWith("blob:")
                        || url.startsWith("about:"));
        assertThat(complaints()).isEmpty();
    }

    /// What the page complained of; a test that takes the service away has to expect some.
    List<String> complaints() {
        return browser.complaints();
    }

    /// Opens a view by its hash, such as `#/models`, as at the first visit.
    void open(String hash) {
        browser.driver.get("about:blank");
        browser.driver.get(service.address() + "/" + hash);
        see("#view h1");
    }

    /// Waits until something is on the page and visible.
    WebElement see(String css) {
        return until(() -> browser.driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    /// Waits until nothing of the kind is visible.
    void seeNoMore(String css) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> browser.driver.findElements(By.cssSelector(css)).stream()
                        .noneMatch(WebElement::isDisplayed));
    }

    /// Waits until something on the page says a text.
    WebElement see(String css, String text) {
        return until(() -> browser.driver.findElements(By.cssSelector(css)).stream()
                .filter(it -> it.isDisplayed() && it.getText().contains(text))
                .findFirst()
                .orElse(null));
    }

    /// Clicks on what is visible, or will soon be.
    void click(String css) {
        untilDone(() -> see(css).click());
    }

    /// Clicks on what says a text.
    void click(String css, String text) {
        untilDone(() -> see(css, text).click());
    }

    /// Fills in a field, leaves it, and lets the page notice.
    void fill(String css, String value) {
        untilDone(() -> {
            WebElement field = see(css);
            field.sendKeys(Keys.chord(Keys.CONTROL, "a"), value, Keys.TAB);
        });
    }

    /// Waits until the URL has what the reader has chosen, which it has soon.
    void seeInUrl(String part) {
        until(() -> browser.driver.getCurrentUrl().contains(part) ? true : null);
    }

    /// Answers the next request for a path in the place of the service.
    ///
    /// @param about what stands in the JSON that is sent with it; empty if there is none
    void answerOnce(String path, String about, int status, String type, String body) {
        browser.driver.executeScript("""
                const [path, about, status, type, body] = arguments;
                const before = window.fetch;
                window.fetch = (url, options) => {
                  if (new URL(url).pathname !== path || !(options?.body ?? '').includes(about)) {
                    return before(url, options);
                  }
                  window.fetch = before;
                  return Promise.resolve(new Response(body, { status, headers: { 'Content-Type': type } }));
                };""", path, about, status, type, body);
    }

    /// Chooses from a list by value.
    void choose(String css, String value) {
        click(css + " option[value='" + value + "']");
    }

    /// Waits until something is there: not null and not an error.
    static <T> T until(Supplier<T> something) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(something::get, it -> it != null);
    }

    private static void untilDone(Runnable action) {
        until(() -> {
            action.run();
            return true;
        });
    }

    /// What axe-core finds that keeps people from using the view as it stands: its rules, with the elements.
    @SuppressWarnings("unchecked")
    List<String> seriousViolations() {
        browser.driver.executeScript(Axe.SCRIPT);
        var violations = (List<Map<String, Object>>) browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ['violations']}).then(
                    (results) => done(results.violations.map((it) => ({
                      impact: it.impact,
                      text: `${it.id} (${it.help}): ` + it.nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; '),
                    }))),
                    (error) => done([{impact: 'critical', text: String(error)}]));
                """);
        return violations.stream()
                .filter(it -> SERIOUS.contains(String.valueOf(it.get("impact"))))
                .map(it -> String.valueOf(it.get("text")))
                .toList();
    }

    private static final class Axe {

        static final String SCRIPT = read();

        private static String read() {
            try (var script = PageTest.class.getResourceAsStream("/axe.min.js")) {
                return new String(script.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Waits until the browser has written a file down, and reads it.
    Path downloaded(String name) {
        Path file = browser.downloads.resolve(name);
        return until(() -> Files.exists(file) ? file : null);
    }
}
