package dev.charloom.repository;

import java.nio.file.InvalidPathException;
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
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "%s is no name of a directory in the system's encoding, which is %s (LANG or LC_ALL): %s"
                            .formatted(property, System.getProperty("sun.jnu.encoding"), e.getMessage()),
                    e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
