package dev.charloom.repository;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the directory of models.
@Configuration
class RepositoryConfiguration {

    @Bean
    ModelRepository modelRepository(@Value("${charloom.models-dir}") Path directory) {
        return new DirectoryModelRepository(directory);
    }
}
