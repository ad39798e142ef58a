package dev.charloom.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.web.HttpCalls;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

/// Writing, scoring and looking inside in the browser. Beside `dinosaurs` there is a model of a text without an end,
/// which is slow enough to be stopped.
class WriteScoreAndInsidePageTest extends PageTest {

    private static final String WRITTEN = ".writing .tinted:not(.given)";
    private static final int LONG = 100_000; // takes longer than a test waits

    private HttpCalls http;

    @BeforeAll
    void trainAnEndlessModel() {
        http = new HttpCalls(URI.create(service.origin()).getPort());
        String id = http.postText(
                        "/train?model=endless&mode=text&cell=lstm&layers=1&hiddenSize=1024&maxSteps=1&batchSize=4&sequenceLength=8",
                        "to be or not to be. ".repeat(40))
                .isStatus(202)
                .json()
                .path("id")
                .asString();
        until(() -> http.get("/jobs/" + id).json().path("status").asString().equals("succeeded") ? true : null);
    }

    private List<WebElement> all(String css) {
        return browser.driver.findElements(By.cssSelector(css));
    }

    private String written(String css) {
        return String.valueOf(browser.driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((it) => it.textContent).join('')", css));
    }

    private void write() {
        click("form .primary", "Write");
    }

    /// A reader who is quicker than any text: the page presses the button itself as soon as something is written.
    private void stopAtTheFirstCharacter() {
        browser.driver.executeScript("""
                new MutationObserver((changes, observer) => {
                  if (document.querySelector(arguments[0])) {
                    observer.disconnect();
                    document.querySelector('button.stop').click();
                  }
                }).observe(document.body, {childList: true, subtree: true});""", WRITTEN);
    }

    @Test
    void aCompletionIsStreamedAndCanBeStopped() {
        open("#/write?model=endless&prompt=to%20be&length=" + LONG);

        stopAtTheFirstCharacter();
        write();

        see(".writing .readout", "stopped");
        int length = all(WRITTEN).size();
        assertThat(length).isBetween(1, LONG - 1);
        assertThat(written(".writing .given")).isEqualTo("to be");
        assertThat(written(".curl code")).contains("/complete", "\"model\":\"endless\"");
    }

    @Test
    void anotherCharacterIsChosenAndTheTextGoesOnFromThere() {
        open("#/write?model=dinosaurs&prompt=Tyr&seed=7");
        write();
        see(".writing .readout", "came to its end");
        String before = written(WRITTEN);

        click(WRITTEN);
        WebElement other = see(".menu button.alternative:not(.present)");
        String chosen = other.findElement(By.cssSelector(".alternative-sign")).getText();
        other.click();

        see(".writing:not([aria-busy]) .readout", "came to its end");
        String after = written(WRITTEN);
        assertThat(after).startsWith(chosen).isNotEqualTo(before);
    }

    @Test
    void theSameSeedWritesTheSameAsTheCurlLineSays() {
        open("#/write?model=dinosaurs&prompt=Mega&seed=11&temperature=0.8");
        write();
        see(".writing .readout", "came to its end");

        String json = "{\"model\":\"dinosaurs\",\"prompt\":\"Mega\",\"temperature\":0.8,\"seed\":11,\"logprobs\":8}";
        assertThat(written(WRITTEN))
                .isEqualTo(http.postJson("/complete", json)
                        .isStatus(200)
                        .json()
                        .at("/completions/0/text")
                        .asString());
    }

    @Test
    void severalTextsOfTwoModelsStandSideBySide() {
        open("#/write?model=dinosaurs&compare=endless&n=2&length=5&prompt=to");
        write();

        until(() -> all(".writing").size() == 4 && all(".writing[aria-busy]").isEmpty() ? true : null);
        assertThat(all(".writing h3")).extracting(WebElement::getText).contains("dinosaurs, Text 1", "endless, Text 2");
    }

    @Test
    void theDistributionIsRedrawnAsASliderMoves() {
        open("#/write?model=dinosaurs&prompt=Tyr");
        until(() -> all(".distribution li:not(.left-out)").size() > 3 ? true : null);

        fill("input[aria-label='Temperature, as a number']", "0");

        until(() -> all(".distribution li:not(.left-out)").size() == 1 ? true : null);
        see(".hint", "1 of ");
        seeInUrl("temperature=0");
    }

    @Test
    void aNumberBesideASliderIsTakenWhereTheSliderCannotShowIt() {
        open("#/write?model=dinosaurs&prompt=Tyr");
        String box = "input[aria-label='Temperature, as a number']";

        fill(box, "0.73");
        seeInUrl("temperature=0.73");
        fill(box, "3");
        seeInUrl("temperature=3");
        assertThat(written(".curl code")).contains("\"temperature\":3,");

        fill(box, "300");
        see(".slider .field-error", "Must be 0 to 100; until then it is 30.");
        assertThat(see(box).getAttribute("aria-invalid")).isEqualTo("true");
        fill(box, "1");
        seeNoMore(".slider .field-error:not(:empty)");
    }

    @Test
    void theEndOfALineDoesNotKeepTheDistributionFromBeingShown() {
        String line = http.get("/sample?model=dinosaurs&temperature=0&seed=1")
                .isStatus(200)
                .json()
                .at("/samples/0/text")
                .asString();

        open("#/write?model=dinosaurs&prompt=" + line); // after which the newline is the most probable

        see(".distribution li:first-child", "⏎");
    }

    @Test
    void aTextKeepsThePromptThatItBeganWith() {
        open("#/write?model=dinosaurs&prompt=Tyr&seed=7");
        write();
        see(".writing .readout", "came to its end");
        fill("textarea", "Mega");

        click(WRITTEN);
        click(".menu button.alternative:not(.present)");
        see(".writing:not([aria-busy]) .readout", "came to its end");

        assertThat(written(".writing .given")).isEqualTo("Tyr");
        click(".writing button", "Use as the prompt");
        click(".writing button", "Use as the prompt");
        String text = written(WRITTEN).replace("⏎", "");
        assertThat(see("textarea").getDomProperty("value")).isEqualTo("Tyr" + text);
    }

    @Test
    void whatIsChosenInOneTextLeavesTheOthersAlone() {
        open("#/write?model=endless&prompt=to&n=2&length=" + LONG);
        browser.driver.executeScript("""
                const written = (text) => document.querySelectorAll(`.writing:${text}-child .tinted:not(.given)`);
                new MutationObserver((changes, observer) => {
                  if (written('first').length > 0 && written('last').length > 0) {
                    observer.disconnect();
                    written('first')[0].click();
                    document.querySelector('.menu:not([hidden]) button:not(.present)').click();
                    window.lengthThen = written('last').length;
                  }
                }).observe(document.body, {childList: true, subtree: true});""");
        write();

        until(() -> (Boolean) browser.driver.executeScript("""
                const other = document.querySelectorAll('.writing:last-child .tinted:not(.given)');
                return other.length > window.lengthThen""") ? true : null);
        browser.driver.executeScript("document.querySelector('button.stop').click()");

        until(() -> all(".writing[aria-busy]").isEmpty() ? true : null);
        assertThat(all(".writing .readout:not(.menu *)"))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.getText()).contains("stopped"));
        seeNoMore("button.stop");
    }

    @Test
    void aFailureInTheMiddleOfATextIsTold() {
        open("#/write?model=dinosaurs&prompt=Tyr");
        answerOnce("/complete", "\"stream\":true", 200, "text/event-stream", """
                data:{"index":0,"text":"a","logprobs":[{"character":"a","logprob":-1,"top":[]}]}

                event:error
                data:{"status":500,"detail":"The pen broke."}

                """);
        write();

        see(".banner-error", "The pen broke.");
        see(".writing .readout", "1 characters, 1.44 bits each; broken off.");
    }

    @Test
    void anAnswerThatEndsBeforeTheTextIsToldAsAFailure() {
        open("#/write?model=dinosaurs&prompt=Tyr");
        answerOnce("/complete", "\"stream\":true", 200, "text/event-stream", "");
        write();

        see(".banner-error", "ended before the text did");
    }

    /// As much as a fast service sends at once. The timer stands for the reader, who wants to stop it.
    @Test
    void theReaderIsHeardWhileMuchIsRead() {
        open("#/models");

        Object told = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const event = new TextEncoder().encode('data:x\\n\\n');
                const fetched = window.fetch;
                window.fetch = async (url, options) => !url.endsWith('/told') ? fetched(url, options) : new Response(new ReadableStream({
                  start(stream) {
                    [...Array(50)].forEach(() => stream.enqueue(event));
                    stream.close();
                  },
                }));
                const breaking = new AbortController();
                let read = 0;
                import('/page/events.js').then(({ readEvents }) => readEvents('GET', '/told', () => {
                  read += 1;
                  if (read === 1) {
                    setTimeout(() => breaking.abort(), 0);
                  }
                  const began = performance.now();
                  while (performance.now() - began < 40); // what a page with many characters needs to show another
                }, { signal: breaking.signal })).then(() => done('all read'), (error) => done(error.name));
                """);

        assertThat(told).isEqualTo("AbortError");
    }

    @Test
    void aTextOfWhatIsWrittenFromRightToLeftRunsSo() {
        open("#/models");

        Object told = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                import('/page/text/tinted-text.js').then(({ tintedText }) => {
                  const text = tintedText('a text', () => {});
                  document.getElementById('view').append(text.node);
                  text.set([...'\u05e9\u05dc\u05d5\u05dd'].map((it) => ({ text: it, tint: 0 })));
                  const [first, second] = text.node.children;
                  const gap = text.node.getBoundingClientRect().right - first.getBoundingClientRect().right;
                  done(`${first.offsetLeft > second.offsetLeft}, ${gap < 20}`);
                }, (error) => done(String(error)));
                """);

        assertThat(told).isEqualTo("true, true");
    }

    @Test
    void aLateAnswerBuildsNothingIntoTheNextView() {
        open("#/train");
        browser.driver.executeScript("""
                const sent = window.fetch;
                window.held = [];
                window.fetch = async (url, options) => {
                  if (url.endsWith('/models')) {
                    await new Promise((resolve) => window.held.push(resolve));
                  }
                  return sent(url, url.endsWith('/models') ? { ...options, signal: undefined } : options);
                };
                location.hash = '#/write?model=dinosaurs';""");
        see("h1", "Write with a model");
        until(() -> held() == 1 ? true : null);
        browser.driver.executeScript("location.hash = '#/score?model=dinosaurs'");
        until(() -> held() == 2 ? true : null);
        browser.driver.executeScript("window.held.splice(0, 1)[0]()");
        until(() -> browser.requests().stream().anyMatch(it -> it.endsWith("/models")) ? true : null);
        browser.driver.executeScript("window.held.splice(0, 1)[0]()");

        see("form .primary", "Score");
        assertThat(all(".desk")).isEmpty();
        assertThat(browser.driver.getCurrentUrl()).doesNotContain("write");
    }

    private long held() {
        return (Long) browser.driver.executeScript("return window.held.length");
    }

    @Test
    void aModelThatIsNotThereIsToldWhereOneLooksInside() {
        open("#/inside?model=nowhere:2");

        see(".banner-error", "nowhere");
        browser.complaints(); // of the browser itself, that a request was refused
    }

    @Test
    void aTextIsScoredCharacterByCharacter() {
        open("#/score?model=dinosaurs");
        fill("textarea", "Tyrannosaurus");
        click("form .primary");

        JsonNode score = http.postJson("/score", "{\"model\": \"dinosaurs\", \"text\": \"Tyrannosaurus\"}")
                .isStatus(200)
                .json()
                .at("/scores/0");
        String bits = see(".figures dd").getText();
        assertThat(Double.parseDouble(bits))
                .isCloseTo(score.path("bitsPerCharacter").asDouble(), within(0.01));
        assertThat(all(".tinted-text .tinted")).hasSize(13);
        see(".tinted-text").sendKeys(Keys.END);
        see(".readout", "s: ");
        assertThat(all(".alternatives li")).hasSize(5);
    }

    @Test
    void aCharacterThatTheModelDoesNotKnowIsToldInASentence() {
        open("#/score?model=dinosaurs");
        fill("textarea", "Tyr€");
        click("form .primary");

        assertThat(see(".banner-error").getText()).contains("€");
        browser.complaints(); // of the browser itself, that a request was refused
    }

    @Test
    void unitsAreBrowsedByKeyAndTheirValuesReadAtEachCharacter() {
        open("#/inside?model=dinosaurs&feature=vowel&text=Tyrannosaurus%0ATriceratops%0A");
        see(".unit[aria-selected='true']");
        String first = see(".unit[aria-selected='true'] .unit-number").getText();

        see(".units").sendKeys(Keys.ARROW_DOWN);

        String second = see(".unit[aria-selected='true'] .unit-number").getText();
        assertThat(second).isNotEqualTo(first);
        see("h2", second);
        see(".inside .tinted-text").sendKeys(Keys.HOME);
        String value = see(".inside .readout", "T, character 1").getText();
        int unit = Integer.parseInt(second.substring("Unit ".length()));
        double told = http.postJson(
                        "/inspect", "{\"model\": \"dinosaurs\", \"text\": \"T\", \"units\": [%d]}".formatted(unit))
                .isStatus(200)
                .json()
                .at("/traces/0/values/0")
                .asDouble();
        assertThat(value.replace('−', '-')).contains(String.format(Locale.ROOT, " = %.4f", told));
        seeInUrl("unit=" + unit);
    }

    @ParameterizedTest
    @CsvSource({"light, 390", "dark, 1280"})
    void nothingKeepsAnybodyFromUsingTheViews(String scheme, int width) {
        browser.prefer(scheme);
        browser.resize(width, 1000);
        open("#/write?model=dinosaurs&prompt=Tyr&n=2&seed=7");
        write();
        see(".writing:not([aria-busy]) .readout", "came to its end");
        click(WRITTEN);
        see(".menu button");
        assertClean("write", width, scheme);

        open("#/score?model=dinosaurs&text=Tyrannosaurus%0AMicrosoft%0A");
        see(".tinted-text").sendKeys(Keys.END);
        see(".alternatives li");
        assertClean("score", width, scheme);

        open("#/inside?model=dinosaurs");
        see(".inside .tinted-text").sendKeys(Keys.ARROW_RIGHT);
        assertClean("inside", width, scheme);
    }

    private void assertClean(String view, int width, String scheme) {
        assertThat(seriousViolations())
                .as("%s, %d pixels wide, %s", view, width, scheme)
                .isEmpty();
        Long overflow = (Long) browser.driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow)
                .as("sideways scrolling of %s at %d pixels", view, width)
                .isZero();
    }
}
