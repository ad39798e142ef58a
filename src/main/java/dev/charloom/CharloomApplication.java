package dev.charloom;

import dev.charloom.bench.BenchCommand;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the service, or with `bench` as the first argument the benchmark.
@SpringBootApplication
public class CharloomApplication {

    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.getFirst().equals("bench")) {
            System.exit(new BenchCommand(System.out, System.err).run(words.subList(1, words.size())));
        }
        SpringApplication.run(CharloomApplication.class, args);
    }
}
