package dev.charloom.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import dev.charloom.repository.ModelRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ModelsHealthIndicatorTest {

    @TempDir
    Path directory;

    private final ModelRepository repository = mock(ModelRepository.class);
    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Runnable> background = new ArrayDeque<>();

    private ModelsHealthIndicator indicator(Duration look) {
        given(repository.models()).willReturn(List.of());
        given(repository.quarantined()).willReturn(List.of());
        return new ModelsHealthIndicator(
                repository, directory, directory, () -> nanos.getAndAdd(look.toNanos()), background::add);
    }

    private static Object quarantine(Health health) {
        return health.getDetails().get("quarantine");
    }

    @Test
    void whatTakesLongToFindIsToldTheNextTime() {
        ModelsHealthIndicator indicator = indicator(Duration.ofSeconds(1));
        assertThat(quarantine(indicator.health())).isEqualTo(List.of());
        given(repository.quarantined()).willReturn(List.of("cats/quarantine/1"));

        assertThat(quarantine(indicator.health())).isEqualTo(List.of());
        assertThat(quarantine(indicator.health())).isEqualTo(List.of());
        assertThat(background).hasSize(1); // one look at a time
        background.remove().run();

        assertThat(quarantine(indicator.health())).isEqualTo(List.of("models/cats/quarantine/1"));
        assertThat(background).hasSize(1);
    }

    @Test
    void whatIsFoundAtOnceIsAlwaysTheLatest() {
        ModelsHealthIndicator indicator = indicator(Duration.ofMillis(1));
        indicator.health();
        given(repository.quarantined()).willReturn(List.of("cats/quarantine/1"));

        assertThat(quarantine(indicator.health())).isEqualTo(List.of("models/cats/quarantine/1"));
        assertThat(background).isEmpty();
    }

    @Test
    void aDirectoryThatIsGoneIsNoticedHoweverLongTheRestTakes() throws Exception {
        ModelsHealthIndicator indicator = indicator(Duration.ofSeconds(1));
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

        Files.delete(directory);

        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
    }
}
