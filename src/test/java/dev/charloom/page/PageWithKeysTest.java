package dev.charloom.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/// The page of a service that asks for keys. The key is the word `reader`, known by its hash.
class PageWithKeysTest extends PageTest {

    @Override
    String[] properties() {
        return new String[] {
            "--charloom.security.api-keys=reader:read:3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30"
        };
    }

    /// The browser notes every 401.
    @Override
    List<String> complaints() {
        return super.complaints().stream()
                .filter(it -> !it.contains("401") && !it.contains("403"))
                .toList();
    }

    /// What the reader has entered stays in the window, also for the next test.
    @AfterEach
    void forgetTheKey() {
        browser.driver.executeScript("sessionStorage.clear()");
    }

    @Test
    void aReaderWhoGivesNoKeyIsLeftInPeace() {
        open("#/models");
        click("dialog button", "Not now");
        see(".banner-error", "Reload the page to be asked for a key again.");
        browser.requests();

        until(() -> browser.requests().stream().anyMatch(it -> it.endsWith("/models")) ? true : null);
        until(() -> browser.requests().stream().anyMatch(it -> it.endsWith("/models")) ? true : null);

        assertThat(browser.driver.findElements(By.tagName("dialog"))).isEmpty();
    }

    @Test
    void thePageIsThereWithoutAKeyAsksForOneAndSaysWhatItMayNotDo() {
        open("#/models");

        see("dialog", "asks for a key");
        see("dialog input").sendKeys("r€ader", Keys.ENTER);
        see("dialog", "A key has letters, digits and signs of ASCII alone");
        see("dialog input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "wrong", Keys.ENTER);
        see("dialog", "does not know that key");
        see("dialog input").sendKeys("reader", Keys.ENTER);
        see("tr[data-model=dinosaurs]");
        browser.driver.navigate().refresh();
        see("tr[data-model=dinosaurs]");

        open("#/models/dinosaurs");
        click("#delete-model");
        click("dialog button", "Delete it");
        see(".banner-error", "Ask whoever runs the service for a key that may do this.");
        click(".banner-error button", "Use another key");
        see("dialog", "takes the place of the one that you gave before");
        see("dialog input").sendKeys("another", Keys.ENTER);
        seeNoMore(".banner-error");
        assertThat(browser.driver.executeScript("return sessionStorage.getItem('charloom.key')"))
                .isEqualTo("another");
        open("#/models");
        see("dialog", "does not know that key");
        see("dialog input").sendKeys("reader", Keys.ENTER);
        open("#/models/dinosaurs");
        click(".curl summary", "This model with curl");
        see(".curl code", "Authorization: Bearer $CHARLOOM_KEY");
        assertThat(browser.driver.getPageSource()).doesNotContain("Bearer reader");
    }
}
