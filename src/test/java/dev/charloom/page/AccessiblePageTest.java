package dev.charloom.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/// Whether everybody can use the page: what axe-core finds in each view, in both themes, and by keyboard alone.
class AccessiblePageTest extends PageTest {

    private String job;

    @BeforeAll
    void trainSomething() {
        open("#/train?model=shown&epochs=2&hiddenSize=16&layers=1&embeddingSize=8&seed=1");
        click("#use-sample");
        see(".estimate");
        click("#start-training");
        see("[data-status=succeeded]");
        String url = browser.driver.getCurrentUrl();
        job = url.substring(url.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "#/train, .run",
        "#/train/{job}, .legend-entry",
        "#/models, tr[data-model=shown]",
        "#/models/shown, .vocabulary li",
        "#/write, h1",
        "#/score, h1",
        "#/inside, h1"
    })
    void everyViewCanBeUsedByEverybodyInLightAndDark(String view, String whenShown) {
        for (String theme : new String[] {"light", "dark"}) {
            browser.prefer(theme);
            open(view.replace("{job}", job));
            see(whenShown);

            assertThat(seriousViolations()).as("%s, %s", view, theme).isEmpty();
        }
    }

    @Test
    void theFormWithAllItsParametersCanBeUsedByEverybody() {
        open("#/train?model=m&cell=gru");
        click("#use-sample");
        see(".estimate");
        see("[name=hiddenSize]");

        assertThat(seriousViolations()).isEmpty();
    }

    @Test
    void aDialogIsLeftWithEscapeAndNothingIsDeleted() {
        open("#/models/shown");
        click("#delete-model");
        see("dialog");
        assertThat(seriousViolations()).isEmpty();

        browser.driver.switchTo().activeElement().sendKeys(Keys.ESCAPE);

        seeNoMore("dialog");
        open("#/models");
        see("tr[data-model=shown]");
    }

    @Test
    void theCurveIsReadWithTheArrowKeys() {
        open("#/train/" + job);
        see(".legend-entry");

        see(".chart").sendKeys(Keys.HOME);
        see(".chart-where", "At step 1,");
        see(".chart").sendKeys(Keys.ARROW_RIGHT);
        see(".chart-where", "At step 2,");
    }

    @Test
    void whatIsChosenAndWhatColoursSayIsSeenWhereTheSystemChoosesTheColours() {
        browser.emulate("", "forced-colors", "active");
        open("#/train");
        click("#use-sample");
        see(".estimate");
        assertThat(background(".preset:has(:checked)")).isNotEqualTo(background(".preset:not(:has(:checked))"));

        open("#/score?model=shown&text=Tyranno");
        see(".tinted-text .tinted");
        assertThat(background(".legend-scale .tinted:first-child"))
                .isNotEqualTo(background(".legend-scale .tinted:last-child"));

        open("#/train/" + job);
        see(".legend-entry", "validation");
        assertThat(browser.driver.executeScript("""
                return import('/page/theme.js').then(({ token }) => token('--series-1') === token('--series-2'));
                """)).isEqualTo(false);
    }

    @Test
    void aDarkPageIsPrintedWithDarkInk() {
        open("#/models");
        click(".theme-toggle");
        browser.emulate("print", "prefers-color-scheme", "light");

        assertThat(style("h1", "color")).isEqualTo("rgb(30, 28, 24)");
        assertThat(style(".frame-nav", "display")).isEqualTo("none");
        browser.driver.executeScript("localStorage.clear()");
    }

    private String background(String css) {
        return style(css, "backgroundColor");
    }

    private String style(String css, String property) {
        return (String) browser.driver.executeScript(
                "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", css, property);
    }

    @Test
    void theFocusStaysWhereATextIsChosenWithTheKeyboard() {
        open("#/train");

        see("#use-sample").sendKeys(Keys.ENTER);

        see(".chosen-corpus");
        assertThat(browser.driver.switchTo().activeElement().getText()).isEqualTo("Choose another");
    }

    @Test
    void theThemeThatIsChosenStaysChosen() {
        open("#/models");
        click(".theme-toggle");
        open("#/models");

        assertThat(browser.driver.executeScript("return document.documentElement.dataset.theme"))
                .isEqualTo("dark");
        click(".theme-toggle");
        assertThat(browser.driver.executeScript("return document.documentElement.dataset.theme"))
                .isEqualTo("light");
        browser.driver.executeScript("localStorage.clear()");
    }

    @Test
    void nothingIsWiderThanAPhone() {
        for (int phone : new int[] {390, 320}) {
            browser.resize(phone, 844);
            for (String view : new String[] {"#/train", "#/train/" + job, "#/models", "#/models/shown"}) {
                open(view);
                see(view.contains("models/") ? ".vocabulary" : "h1");

                Object width = browser.driver.executeScript("return document.documentElement.scrollWidth");
                assertThat((Long) width).as("%s at %d", view, phone).isLessThanOrEqualTo(phone);
            }
        }
        assertThat(browser.driver.findElements(By.cssSelector(".frame-nav a"))).hasSize(5);
    }
}
