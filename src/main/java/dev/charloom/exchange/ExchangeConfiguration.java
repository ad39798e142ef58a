package dev.charloom.exchange;

import dev.charloom.repository.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Names the formats in which models come and go.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportLimits.class)
class ExchangeConfiguration {

    @Bean
    ModelFormats modelFormats(ImportLimits limits) {
        return new ModelFormats(List.of(
                new CharloomFormat(limits),
                new PyTorchFormat(limits),
                new KerasFormat(limits),
                new NumpyDirectoryFormat(limits),
                new OnnxFormat()));
    }

    @Bean
    ModelExchange modelExchange(
            ModelRepository repository, @Value("${charloom.data-dir}") Path dataDirectory, Clock clock)
            throws IOException {
        return new ModelExchange(repository, dataDirectory.resolve("imports"), clock);
    }
}
