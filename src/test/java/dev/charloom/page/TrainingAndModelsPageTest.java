package dev.charloom.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import tools.jackson.databind.JsonNode;

/// Training and models in the browser.
class TrainingAndModelsPageTest extends PageTest {

    private static final String CURVE = ".learning-curve";
    private static final String TINY = "&hiddenSize=16&layers=1&embeddingSize=8&sequenceLength=16&seed=1";

    private boolean awayForAWhile;

    @Override
    List<String> complaints() {
        List<String> all = super.complaints();
        return awayForAWhile ? List.of() : all;
    }

    /// Chooses the sample corpus, waits for what it would cost, and starts.
    private void trainTheSample(String parameters) {
        open("#/train?" + parameters);
        click("#use-sample");
        see(".estimate");
        click("#start-training");
        see(CURVE);
    }

    /// Up to where the curve is drawn.
    private long lastStep() {
        String step = see(CURVE).getAttribute("data-last-step");
        return step == null ? 0 : Long.parseLong(step);
    }

    private void seeTheCurveGrow() {
        long step = until(() -> lastStep() > 0 ? lastStep() : null);
        until(() -> lastStep() > step ? true : null);
    }

    /// Trains on a few names, as another client would, to the end.
    private static void train(HttpCalls http, String parameters) {
        String job = http.postText("/train?" + parameters, "Ann\nBob\nCarl\n".repeat(50))
                .isStatus(202)
                .json()
                .path("id")
                .asString();
        until(() -> http.get("/jobs/" + job).json().path("status").asString().equals("succeeded") ? true : null);
    }

    private void forgetAllTrainings() {
        var http = new HttpCalls(service.port());
        for (JsonNode job : http.get("/jobs").isStatus(200).json().path("jobs")) {
            http.delete("/jobs/" + job.path("id").asString()).isStatus(204);
        }
    }

    @Test
    void aNewcomerSeesAFirstSampleAfterOneClick() {
        forgetAllTrainings();
        open("");

        click("#first-sample");

        assertThat(see(".first-samples").findElements(By.tagName("li")))
                .hasSize(8)
                .allSatisfy(it -> assertThat(it.getText()).isNotBlank());
    }

    @Test
    void aFileIsDroppedOrChosenAndToldAboutAtOnce() throws IOException {
        open("#/train?" + TINY.substring(1));
        see(".drop-zone");

        drop("new File(['Zoë 😀\\n'.repeat(300)], 'dropped.txt', { type: 'text/plain' })");

        see(".chosen-corpus", "dropped.txt");
        see(".estimate", "300");
        see(".estimate", "So short a text is soon learned by heart.");
        Path file = Files.writeString(browser.downloads.resolve("chosen.txt"), "Ann\nBob\n".repeat(200));
        click(".chosen-corpus button", "Choose another");
        browser.driver.findElement(By.cssSelector(".corpus-file")).sendKeys(file.toString());
        see(".chosen-corpus", "chosen.txt");
        see(".estimate", "400");
    }

    @Test
    void aTextThatIsTakenAwayRightAfterAChangeIsNotSent() {
        open("#/train?" + TINY.substring(1));
        click("#use-sample");
        see(".estimate");

        Object problem = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const { setTimeout: later, clearTimeout: never } = window;
                const waiting = new Map();
                let ids = 1e9;
                window.setTimeout = (action) => { ids += 1; waiting.set(ids, action); return ids; };
                window.clearTimeout = (id) => waiting.delete(id) || never(id);
                document.querySelector('[name=budget]').dispatchEvent(new Event('change'));
                document.querySelector('.chosen-corpus button').click();
                Object.assign(window, { setTimeout: later, clearTimeout: never });
                waiting.forEach((action) => action());
                later(() => done(document.querySelector('.banner-error')?.textContent ?? ''));
                """);

        assertThat(problem).isEqualTo("");
        see("#use-sample");
    }

    @Test
    void aTrainingThatHasBeenStartedDoesNotPullTheReaderBack() {
        open("#/train?model=left&epochs=1" + TINY);
        click("#use-sample");
        see(".estimate");
        browser.driver.executeScript("""
                const send = XMLHttpRequest.prototype.send;
                XMLHttpRequest.prototype.send = function (body) {
                  XMLHttpRequest.prototype.send = send;
                  window.release = () => this.send(body);
                };""");
        click("#start-training");
        until(() -> (Boolean) browser.driver.executeScript("return 'release' in window") ? true : null);

        browser.driver.executeScript("location.hash = '#/models'");
        see("tr[data-model=dinosaurs]");
        browser.driver.executeScript("window.release()");

        see(".banner-news", "The training of left has been started.");
        see("h1", "Models");
        click(".banner-news a", "See it");
        see("h1", "left");
        seeNoMore(".banner-news");
        see("[data-status=succeeded]");
    }

    @Test
    void aTextIsSentOnlyAsLongAsTheReaderWantsIt() {
        open("#/train?model=unwanted" + TINY);
        click("#use-sample");
        see(".estimate");
        for (String end : List.of("#stop-sending", ".chosen-corpus button")) {
            browser.driver.executeScript("""
                    const { open, send } = XMLHttpRequest.prototype;
                    XMLHttpRequest.prototype.open = function (method, url) {
                      this.estimates = url.includes('dryRun');
                      open.call(this, method, url);
                    };
                    XMLHttpRequest.prototype.send = function (body) {
                      if (this.estimates) {
                        send.call(this, body);
                        return;
                      }
                      XMLHttpRequest.prototype.send = send;
                      this.abort = () => this.dispatchEvent(new Event('abort'));
                    };
                    window.leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));""");
            click("#start-training");
            until(() -> (Boolean) browser.driver.executeScript("return leaves()") ? null : true);

            click(end);

            until(() -> (Boolean) browser.driver.executeScript("return leaves()") ? true : null);
        }
        see("#use-sample");
    }

    @Test
    void aFileThatHasChangedIsNotTakenForAServiceThatIsAway() throws IOException {
        Path file = Files.writeString(browser.downloads.resolve("changing.txt"), "Ann\nBob\n".repeat(200));
        open("#/train?" + TINY.substring(1));
        browser.driver.findElement(By.cssSelector(".corpus-file")).sendKeys(file.toString());
        see(".estimate", "400");

        Files.setLastModifiedTime(Files.writeString(file, "Carl\n"), FileTime.fromMillis(0));
        fill("[name=budget]", "1h");

        see(".banner-error", "The file has changed or cannot be read; choose it again.");
        seeNoMore("#away");
        super.complaints(); // the browser has noted the change
    }

    @Test
    void severalFilesAndThoseThatAreNoTextAreRefused() {
        open("#/train");
        see(".drop-zone");

        drop("new File(['one'], 'one.txt')", "new File(['two'], 'two.txt')");
        see(".field-error", "Those are 2 files. Drop one.");

        drop("new File(['%PDF-1.7 text'], 'letter.txt')");
        see(".field-error", "That is a PDF document.");
        drop("new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])], 'letter.docx')");
        see(".field-error", "That is a Word, OpenDocument, EPUB or ZIP file.");
        drop("new File(['P'], 'one.txt')");
        see(".chosen-corpus", "one.txt");
    }

    /// Drops files, each given as an expression in JavaScript, on the field of the corpus.
    private void drop(String... files) {
        browser.driver.executeScript("""
                const files = new DataTransfer();
                [%s].forEach((file) => files.items.add(file));
                document.querySelector('.drop-zone').dispatchEvent(
                    new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
                """.formatted(String.join(", ", files)));
    }

    @Test
    void theSampleCorpusBecomesAModel() {
        open("#/train?model=watched&epochs=12" + TINY);
        click("#use-sample");
        see(".estimate", "945");
        see(".histogram svg");
        click(".curl summary");
        see(".curl code", "curl --data-binary '@dinosaurs.txt' '" + service.origin() + "/train?");
        click("#start-training");

        see("[data-status=succeeded]");

        assertThat(lastStep()).isGreaterThan(100);
        assertThat(see(".timeline").findElements(By.tagName("li"))).hasSizeGreaterThan(3);
        assertThat(see("progress").getDomProperty("value")).isEqualTo("1");
        see(".curl").click();
        see(".curl code", "curl " + service.origin() + "/jobs/");
        click("a", "See the model");
        see("h1", "watched");
        see("table", "lstm_1");
    }

    @Test
    void whatIsWrongIsToldAtItsFieldAndGoesAwayWhenItIsPutRight() {
        open("#/train?model=wrong&hiddenSize=0&cell=gru");
        click("#use-sample");

        see(".field-error", "Must be 1 to 4096, not 0.");
        assertThat(see("[name=hiddenSize]").getAttribute("aria-invalid")).isEqualTo("true");

        fill("[name=hiddenSize]", "24");

        see(".estimate", "24");
        seeNoMore(".banner-error");
        assertThat(see("[name=hiddenSize]").getAttribute("aria-invalid")).isNull();
        for (String part : List.of("hiddenSize=24", "cell=gru", "model=wrong")) {
            seeInUrl(part);
        }
        super.complaints(); // the browser has noted the refusal
    }

    @Test
    void theCurveOfATrainingGrowsAndItIsPausedResumedAndCancelled() {
        trainTheSample("model=steered&epochs=100000" + TINY);
        WebElement entry = see(".legend-entry");
        seeTheCurveGrow();
        assertThat(entry.isDisplayed()).as("still the same element").isTrue();

        new Actions(browser.driver).doubleClick(see("[data-action=pause]")).perform();
        see("[data-status=paused]");
        assertThat(browser.requests().stream().filter(it -> it.endsWith("/pause") || it.endsWith("/resume")))
                .hasSize(1);
        click("[data-action=resume]");
        see("[data-status=running]");
        click("[data-action=cancel]");
        click("dialog button", "Keep");
        assertThat(browser.driver.findElements(By.cssSelector("[data-status=running]")))
                .isNotEmpty();
        click("[data-action=cancel]");
        click("dialog button", "Cancel it");
        see("[data-status=cancelled]");
    }

    @Test
    void whatOthersDoWithATrainingIsShownToWhoLooksAtIt() {
        var http = new HttpCalls(service.port());
        trainTheSample("model=shared&epochs=100000" + TINY);
        see(".timeline li");
        String url = browser.driver.getCurrentUrl();
        String job = "/jobs/" + url.substring(url.indexOf("train/") + 6).replaceFirst("\\?.*", "");
        click("[data-action=cancel]");

        http.post(job + "/cancel").isStatus(200);
        see("[data-status=cancelled]");
        click("dialog button", "Keep");
        assertThat(browser.driver.switchTo().activeElement().getTagName()).isEqualTo("h1");
        http.post(job + "/publish").isStatus(200);
        see("a", "See the model");
        seeNoMore("[data-action=publish]");
        http.delete(job).isStatus(204);

        see(".banner-error", "The training of shared is there no more: it has been forgotten.");
        seeNoMore("[data-status]");
        seeNoMore("#view button");
        super.complaints(); // the browser has noted that the job is gone
    }

    @Test
    void whatOthersDoWithAModelIsShownToWhoLooksAtIt() {
        var http = new HttpCalls(service.port());
        train(http, "model=ours&maxSteps=3" + TINY);
        open("#/models/ours");
        click("#export summary");
        WebElement export = see("#export-model");

        http.post("/models/ours/load").isStatus(200);
        see("#load-state", "In memory");
        assertThat(export.isDisplayed()).as("left alone").isTrue();
        train(http, "model=ours&maxSteps=3" + TINY);
        see(".banner-news", "Version 2 has taken the place of version 1.");
        see("option:checked", "2 (served)");
        browser.driver.executeScript("document.querySelector('#delete-model').focus()");
        http.delete("/models/ours").isStatus(204);

        see(".banner-error", "ours is there no more: it has been deleted.");
        seeNoMore("#delete-model");
        assertThat(browser.driver.switchTo().activeElement().getTagName()).isEqualTo("h1");
        super.complaints(); // the browser has noted that the model is gone
    }

    @Test
    void twoTrainingsAreLaidOverEachOther() {
        trainTheSample("model=first&epochs=2" + TINY);
        see("[data-status=succeeded]");
        trainTheSample("model=second&epochs=2&cell=rnn" + TINY);
        see("[data-status=succeeded]");

        click(".compare summary");
        click(".compare-list label", "first");

        see(".legend-entry", "first: validation");
        see(".legend-entry", "second: validation");
        seeInUrl("with=");
        String shared = browser.driver.getCurrentUrl();
        open(shared.substring(shared.indexOf('#')).replace("with=", "with=forgotten,"));
        see(".legend-entry", "first: validation");
        seeInUrl(shared.substring(shared.indexOf("with=")));
        click(".choice label", "bits");
        see(".chart-where", "in bits per character");
        super.complaints(); // the browser has noted that there is no such job
    }

    @Test
    void fiftyTrainingsAreListedAndTheirCurvesLaidOverEachOther() {
        var http = new HttpCalls(service.port());
        forgetAllTrainings();
        String last = "";
        for (int i = 0; i < 50; i++) {
            last = http.postText("/train?model=many-%d&maxSteps=3%s".formatted(i, TINY), "Ann\nBob\nCarl\n".repeat(50))
                    .isStatus(202)
                    .json()
                    .path("id")
                    .asString();
        }

        open("#/train");
        until(() -> browser.driver.findElements(By.cssSelector(".run")).size() == 50 ? true : null);
        open("#/train/" + last);
        see("[data-status=succeeded]");
        click(".compare summary");
        until(() -> browser.driver
                                .findElements(By.cssSelector(".compare-list label"))
                                .size()
                        == 49
                ? true
                : null);
        for (int i = 40; i < 47; i++) {
            click(".compare-list label", "many-" + i);
        }
        for (int i = 40; i < 47; i++) {
            see(".legend-entry", "many-" + i + ": validation");
        }
    }

    @Test
    void aModelGoesOutAsAFileIsDeletedAndComesBackIn() {
        open("#/models");
        see("tr[data-model=dinosaurs]");
        click("tr[data-model=dinosaurs] a");
        click("#export summary");
        click("#export-model");
        var archive = downloaded("dinosaurs-1.zip");

        open("#/models");
        see("#import-model input[type=file]").sendKeys(archive.toString());
        fill("#import-model input[type=text]", "copy");
        click("#import-model button", "Import");
        see("h1", "copy");

        click("#delete-model");
        click("dialog button", "Delete it");
        see("h1", "Models");
        see("tr[data-model=dinosaurs]");
        seeNoMore("tr[data-model=copy]");

        see("#import-model input[type=file]").sendKeys(archive.toString());
        fill("#import-model input[type=text]", "copy");
        click("#import-model button", "Import");
        see("h1", "copy");
        see("table", "gru_1");
    }

    @Test
    void aModelIsLoadedAndLetGo() {
        open("#/models/dinosaurs");
        WebElement state = see("#load-state");
        if (state.getText().equals("In memory")) {
            click("#unload");
        }
        see("#load-state", "On disk");

        click("#load");
        see("#load-state", "In memory");
        click("#unload");
        see("#load-state", "On disk");
    }

    @Test
    void thePageWaitsForTheServiceAndGoesOnByItself() {
        trainTheSample("model=durable&epochs=100000" + TINY);
        seeTheCurveGrow();
        awayForAWhile = true;
        try {
            service.stop();
            see("#away");
            click("[data-action=pause]");
            see(".banner-error", "The service does not answer.");
            service.start();
            seeNoMore("#away");
            seeNoMore(".banner-error");
            see("[data-status=running]");
            seeTheCurveGrow();

            click("[data-action=cancel]");
            click("dialog button", "Cancel it");
            see("[data-status=cancelled]");
        } finally {
            complaints();
            awayForAWhile = false;
        }
    }

    @Test
    void oneOfManyModelsIsFoundByAPartOfItsName() {
        open("#/models");
        see("tr[data-model=dinosaurs]");
        browser.driver.executeScript("""
                const before = window.fetch;
                window.fetch = async (url, options) => {
                  const answer = await before(url, options);
                  if (!new URL(url).pathname.endsWith('/models')) {
                    return answer;
                  }
                  const one = (await answer.json()).models.find((it) => it.name === 'dinosaurs');
                  const others = [...Array(window.others ?? 1).keys()].map((i) => ({ ...one, name: `Roman-${i}` }));
                  return Response.json({ models: [one, ...others] });
                };""");
        see("tr[data-model=Roman-0]");
        seeNoMore("input[type=search]");
        browser.driver.executeScript("window.others = 20;");
        see("tr[data-model=Roman-19]");

        fill("input[type=search]", "roman-1");

        seeNoMore("tr[data-model=dinosaurs]");
        seeNoMore("tr[data-model=Roman-2]");
        see("tr[data-model=Roman-1]");
        see("tr[data-model=Roman-10]");
        see("[role=status]", "11 of 21 models");

        fill("input[type=search]", "greek");
        see(".panel .hint", "No model has this in its name.");

        fill("input[type=search]", Keys.BACK_SPACE.toString());
        see("tr[data-model=dinosaurs]");
    }

    @Test
    void theTableOfModelsComesBackAfterAnError() {
        open("#/models");
        see("tr[data-model=dinosaurs]");

        answerOnce("/models", "", 500, "application/json", "{\"detail\":\"The shelf fell.\"}");

        see(".banner-error", "The shelf fell.");
        see("tr[data-model=dinosaurs]");
        seeNoMore(".banner-error");
    }

    @Test
    void whatIsAskedSoonIsAskedOnceAndBreaksNothingOff() {
        open("#/models");

        Object told = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                import('/page/poll.js').then(async ({ poll }) => {
                  let asked = 0;
                  let brokenOff = 0;
                  const untilAsked = async (times) => {
                    while (asked < times) {
                      await new Promise(requestAnimationFrame);
                    }
                  };
                  let answer = null;
                  const polling = poll(1e9, (signal) => {
                    asked += 1;
                    signal.addEventListener('abort', () => { brokenOff += 1; });
                    return new Promise((resolve) => { answer = resolve; });
                  }, done);
                  await untilAsked(1);
                  [...Array(100)].forEach(polling.soon);
                  answer();
                  await untilAsked(2);
                  [...Array(100)].forEach(polling.soon);
                  const told = `${asked} asked, ${brokenOff} broken off`;
                  polling.stop();
                  done(told);
                }).catch((error) => done(String(error)));
                """);

        assertThat(told).isEqualTo("2 asked, 0 broken off");
    }

    @Test
    void eventsAreLetGoOfWhileNobodyLooksAndFollowedFromThereOn() {
        open("#/models");

        Object told = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                let hidden = false;
                Object.defineProperty(document, 'hidden', { get: () => hidden });
                const look = (on) => {
                  hidden = !on;
                  document.dispatchEvent(new Event('visibilitychange'));
                };
                const told = [];
                const answers = [
                  () => new Response('', { status: 503, headers: { 'Retry-After': '1' } }),
                  (signal) => new Response(new ReadableStream({
                    start(stream) {
                      stream.enqueue(new TextEncoder().encode('id:7\\ndata:first\\n\\n'));
                      signal.addEventListener('abort', () => {
                        told.push('let go');
                        stream.error(signal.reason);
                        look(true);
                      });
                    },
                  })),
                  () => new Response('id:8\\ndata:last\\n\\n'),
                ];
                const fetched = window.fetch;
                window.fetch = (url, options) => {
                  if (!url.endsWith('/told')) {
                    return fetched(url, options);
                  }
                  told.push(`asked after ${options.headers['Last-Event-ID'] ?? 'none'}`);
                  return Promise.resolve(answers.shift()(options.signal));
                };
                import('/page/events.js').then(({ followEvents }) => followEvents('/told', (event) => {
                  told.push(event.data);
                  if (event.data === 'first') {
                    look(false);
                  }
                }, { isLast: (event) => event.data === 'last', signal: new AbortController().signal }))
                    .then(() => done(told.join(', ')), (error) => done(String(error)));
                """);

        assertThat(told).isEqualTo("asked after none, asked after none, first, let go, asked after 7, last");
    }

    @Test
    void aModelThatIsNotThereIsToldInASentence() {
        open("#/models/nowhere");

        see(".banner-error", "nowhere");
        super.complaints(); // the browser has noted the refusal
    }

    @Test
    void fiftyRunsOfTwoThousandPointsEachAreDrawnWithFew() {
        open("#/models");

        Object drawn = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                import('/page/charts/learning-curve.js').then(({ learningCurve }) => {
                  const steps = [...Array(2000).keys()].map((i) => i + 1);
                  const runs = [...Array(50).keys()].map((run) => ({
                    label: `run ${run}`,
                    losses: steps.map((step) => ({ step, loss: 3 / step + run / 50, learningRate: 0.001 })),
                    evaluations: steps.map((step) => ({ step, trainLoss: 1, validationLoss: 4 / step + run / 50 })),
                  }));
                  const curve = learningCurve({ unit: 'bits', scale: 'log' }, () => {});
                  document.getElementById('view').append(curve.node);
                  curve.show(runs);
                  const points = Number(curve.node.dataset.points);
                  curve.destroy();
                  done(points);
                }, (error) => done(String(error)));
                """);

        assertThat((Long) drawn).isBetween(50_000L, 50L * 2 * 1_200);
    }

    @Test
    void theValuesOfAnAxisAreToldApart() {
        open("#/models");

        assertThat(browser.driver.executeScript("""
                return import('/page/charts/line-chart.js').then(({ labels }) => [
                  labels([3.96, 3.9625, 3.965], 0.0025), labels([1.5, 1.75, 2], 0.25), labels([0, 0.002], 0.002), labels([0], 1),
                ]);"""))
                .isEqualTo(List.of(
                        List.of("3.96", "3.9625", "3.965"),
                        List.of("1.5", "1.75", "2"),
                        List.of("0", "0.002"),
                        List.of("0")));
    }

    @Test
    void aThinnedLineKeepsItsEndsAndItsPeaks() {
        open("#/models");

        Object kept = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                import('/page/charts/thin.js').then(({ thin }) => {
                  const xs = [...Array(100000).keys()].map((i) => i + 1);
                  const ys = xs.map((x) => (x === 31416 ? 9 : x === 2718 ? -9 : Math.sin(x)));
                  done([false, true].map((logarithmic) => {
                    const [x, y] = thin(xs, ys, 1000, logarithmic);
                    const ascending = x.every((it, i) => i === 0 || it > x[i - 1]);
                    const same = x.every((it, i) => y[i] === ys[it - 1]);
                    const ends = x[0] === 1 && x.at(-1) === 100000;
                    return [x.length <= 1001, ascending, same, ends, y.includes(9), y.includes(-9)].every(Boolean);
                  }).join());
                }, (error) => done(String(error)));
                """);

        assertThat(kept).isEqualTo("true,true");
    }
}
