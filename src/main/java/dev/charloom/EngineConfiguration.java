package dev.charloom;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.KernelUnavailable;
import dev.charloom.engine.kernel.Kernels;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What several services share: the clock, and the kernel of the engine that jobs train with.
@Configuration
class EngineConfiguration {

    private static final Logger log = LoggerFactory.getLogger(EngineConfiguration.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Blas blas(@Value("${charloom.engine.kernel}") String name) {
        Kernels.Choice choice = chosen(name);
        if (choice.fallbackReason() == null) {
            log.info("Jobs train with the kernel '{}'", choice.blas().name());
        } else {
            log.warn("Jobs train with the slower kernel '{}'. {}", choice.blas().name(), choice.fallbackReason());
        }
        return choice.blas();
    }

    private static Kernels.Choice chosen(String name) {
        try {
            return Kernels.choose(name);
        } catch (IllegalArgumentException | KernelUnavailable e) {
            throw new IllegalArgumentException("charloom.engine.kernel: " + e.getMessage(), e);
        }
    }

    /// `/actuator/info` names the kernels.
    @Bean
    InfoContributor kernelInfo(Blas blas) {
        var names = Map.of(
                "kernel", blas.name(), "writingKernel", Kernels.forWriting().name());
        return info -> info.withDetail("engine", names);
    }
}
