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
        Path directory = directory("charloom.models-dir", models);
        require(
                !directory.equals(directory("charloom.data-dir", data)),
                "charloom.models-dir and charloom.data-dir must be two directories, not one: " + models);
        return new DirectoryModelRepository(Path.of(models));
    }

    private static Path directory(String property, String value) {
        require(!value.isBlank(), property + " must be a directory, not empty");
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
