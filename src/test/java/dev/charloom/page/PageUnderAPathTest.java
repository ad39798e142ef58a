package dev.charloom.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/// The page of a service that is not at the root of its host.
class PageUnderAPathTest extends PageTest {

    @Override
    String[] properties() {
        return new String[] {"--server.servlet.context-path=/tools/charloom", "--charloom.training.threads=1"};
    }

    /// The browser notes the answer of the proxy.
    @Override
    List<String> complaints() {
        return super.complaints().stream().filter(it -> !it.contains("502")).toList();
    }

    @Test
    void whatItAsksForItsLinksAndItsCommandsAreUnderThatPath() {
        open("#/write?model=dinosaurs&prompt=Tyr&seed=7");
        click("form .primary", "Write");
        see(".writing .readout", "came to its end");
        assertThat(browser.driver.findElement(By.cssSelector(".curl code")).getAttribute("textContent"))
                .startsWith("curl " + service.address() + "/complete ");

        open("#/train?model=mine&epochs=1&hiddenSize=16&layers=1");
        click("#use-sample");
        see(".estimate");
        click("#start-training");
        see("[data-status=succeeded]");

        String description =
                browser.driver.findElement(By.cssSelector(".frame-footer a")).getAttribute("href");
        assertThat(description).isEqualTo(service.address() + "/swagger-ui.html");
    }

    @Test
    void whereAProxyDoesNotReachTheServiceThePageWaitsForIt() {
        open("#/models");
        answerOnce("/tools/charloom/models", "", 502, "text/html", "<h1>Bad Gateway</h1>");

        see("#away");

        seeNoMore("#away");
        see("tr[data-model=dinosaurs]");
        seeNoMore(".banner-error");
    }
}
