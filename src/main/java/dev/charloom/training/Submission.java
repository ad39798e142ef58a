package dev.charloom.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.charloom.repository.ModelName;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.TreeSet;

/// A request under its idempotency key, as it is kept with its job.
///
/// @param key what the client calls it
/// @param fingerprint the same for the same request
record Submission(String key, String fingerprint) {

    /// What is missing in a file is refused here.
    Submission {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    static Submission of(IdempotencyKey key, ModelName model, TrainingOrder order, CorpusFile corpus) {
        String all = "%s\n%s\n%s\n%s\n%s\n%s"
                .formatted(
                        model,
                        order.params(),
                        new TreeSet<>(order.given()),
                        order.preset(),
                        order.from(),
                        corpus.sha256());
        try {
            return new Submission(key.value(), Sha256.of(new ByteArrayInputStream(all.getBytes(UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }
}
