package dev.charloom;

import dev.charloom.bench.BenchCommand;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the service, or with `bench` as the first argument the benchmark.
@SpringBootApplication
public class CharloomApplication {

    public static void main(String[] args) {
        // Everything that is told is English and read by programs too, whatever the language of the machine.
        // (Turkish would write `runnıng`.) Its numbers have ASCII digits everywhere.
        Locale.setDefault(Locale.ENGLISH);
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.getFirst().equals("bench")) {
            System.exit(new BenchCommand(System.out, System.err).run(words.subList(1, words.size())));
        }
        SpringApplication.run(CharloomApplication.class, args);
    }
}
