package dev.charloom.repository;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the directory of models.
@Configuration
class RepositoryConfiguration {

    @Bean
    ModelRepository modelRepository(
            @Value("${charloom.models-dir}") String models, @Value("${charloom.data-dir}") String data) {
        require(!models.isBlank(), "charloom.models-dir must be a directory, not empty");
        require(!data.isBlank(), "charloom.data-dir must be a directory, not empty");
        Path directory = Path.of(models);
        require(
                !directory
                        .toAbsolutePath()
                        .normalize()
                        .equals(Path.of(data).toAbsolutePath().normalize()),
                "charloom.models-dir and charloom.data-dir must be two directories, not one: " + models);
        return new DirectoryModelRepository(directory);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
