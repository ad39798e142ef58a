package dev.charloom;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the service.
@SpringBootApplication
public class CharloomApplication {

    public static void main(String[] args) {
        SpringApplication.run(CharloomApplication.class, args);
    }
}
