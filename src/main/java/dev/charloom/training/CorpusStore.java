package dev.charloom.training;

import dev.charloom.repository.StorageFailed;
import dev.charloom.storage.DiskQuota;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.LimitedInput;
import dev.charloom.storage.Quarantine;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.CorpusIngest;
import dev.charloom.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps corpora on disk under their hash, each once however often it is sent.
public final class CorpusStore {

    /// Brings a corpus into a new file.
    private interface Intake {
        CorpusFile into(Path target) throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(CorpusStore.class);
    private static final String PENDING = ".pending-";
    private static final String SUFFIX = ".txt";
    private static final Pattern CORPUS = Pattern.compile("[0-9a-f]{64}\\.txt");

    private final Path directory;
    private final CorpusIngest ingest;
    private final DiskQuota quota;
    private final Map<String, Integer> held = new HashMap<>();

    /// @param directory where corpora are kept; created if missing
    /// @param maxBytes the most bytes a corpus may have as it comes in
    /// @param quota of the directory that it lies in
    public CorpusStore(Path directory, long maxBytes, DiskQuota quota) throws IOException {
        this.directory = directory;
        this.quota = quota;
        this.ingest = new CorpusIngest(maxBytes);
        DurableFiles.createDirectories(directory);
    }

    /// Streams a corpus to disk, normalised; its bytes and its name are durable when this returns. It is held until
    /// [TrainingService#submit] has taken or refused it.
    ///
    /// @param utf8 read to its end and not closed
    /// @throws dev.charloom.text.TextRejected if it cannot be used; nothing is left then
    /// @throws IOException if it cannot be read or written
    public CorpusFile store(InputStream utf8) throws IOException {
        var within = new LimitedInput(utf8, quota.left(), quota::exceeded);
        return keep(target -> ingest.store(within, target));
    }

    /// As [#store(InputStream)], of a corpus that is in memory already.
    public CorpusFile store(String text) throws IOException {
        quota.require(text.length());
        return keep(target -> ingest.store(text, target));
    }

    /// Whether a corpus is not what it was when it was stored; it is set aside then and reported in the log.
    ///
    /// @throws IOException if it is not there or cannot be read
    boolean isDamaged(Job.CorpusSummary corpus) throws IOException {
        Path file = pathOf(corpus.sha256());
        try (InputStream in = Files.newInputStream(file)) {
            if (Sha256.of(in).equals(corpus.sha256())) {
                return false;
            }
        }
        setAside(file);
        return true;
    }

    private static void setAside(Path file) {
        try {
            log.error("Corpus {} is damaged and set aside in {}", file, Quarantine.setAside(file));
        } catch (IOException e) {
            log.error("Corpus {} is damaged and could not be set aside", file, e);
        }
    }

    /// The corpus of a job, whether or not it is there.
    CorpusFile find(Job.CorpusSummary corpus) {
        return new CorpusFile(pathOf(corpus.sha256()), corpus.sha256(), corpus.bytes(), corpus.characters());
    }

    /// Where the corpus with this hash is kept, whether or not it is there.
    Path pathOf(String sha256) {
        return directory.resolve(sha256 + SUFFIX);
    }

    /// Ends the hold that [#store] has put on a corpus; deletes it if nothing else holds it or refers to it.
    ///
    /// @param referred whether a job refers to a hash
    synchronized void release(String sha256, Predicate<String> referred) {
        held.computeIfPresent(sha256, (hash, count) -> count > 1 ? count - 1 : null);
        deleteUnless(sha256, referred);
    }

    /// Deletes a corpus that nothing holds or refers to.
    ///
    /// @param referred whether a job refers to a hash
    synchronized void deleteUnless(String sha256, Predicate<String> referred) {
        if (held.containsKey(sha256) || referred.test(sha256)) {
            return;
        }
        try {
            if (Files.deleteIfExists(pathOf(sha256))) {
                DurableFiles.forceDirectory(directory);
            }
        } catch (IOException e) {
            throw new StorageFailed("corpus " + sha256 + " could not be deleted", e);
        }
    }

    /// Deletes every corpus but those with the given hashes, and what a crash left half-written.
    synchronized void keepOnly(Collection<String> sha256s) {
        Set<String> names = sha256s.stream().map(hash -> hash + SUFFIX).collect(Collectors.toSet());
        tidy(name -> {
            boolean ours = name.startsWith(PENDING) || CORPUS.matcher(name).matches();
            return ours && !names.contains(name);
        });
    }

    /// Deletes what a crash left half-written, and holds every corpus for as long as the service runs: there are jobs
    /// of which nobody knows what they refer to.
    synchronized void keepAll() {
        tidy(name -> {
            if (CORPUS.matcher(name).matches()) {
                held.merge(name.substring(0, name.length() - SUFFIX.length()), 1, Integer::sum);
            }
            return name.startsWith(PENDING);
        });
    }

    private void tidy(Predicate<String> goes) {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (goes.test(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("the corpora in " + directory + " could not be tidied", e);
        }
    }

    private CorpusFile keep(Intake intake) throws IOException {
        Path pending = directory.resolve(PENDING + UUID.randomUUID());
        try {
            CorpusFile file = intake.into(pending);
            hold(file.sha256(), pending);
            return new CorpusFile(pathOf(file.sha256()), file.sha256(), file.bytes(), file.characters());
        } finally {
            Files.deleteIfExists(pending);
        }
    }

    private synchronized void hold(String sha256, Path pending) throws IOException {
        DurableFiles.moveAtomically(pending, pathOf(sha256));
        held.merge(sha256, 1, Integer::sum);
    }
}
