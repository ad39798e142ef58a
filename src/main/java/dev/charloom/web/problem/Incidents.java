package dev.charloom.web.problem;

import dev.charloom.storage.Shortage;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to the log, once, what whoever runs the service has to hear of. Of an unknown failure, which is written in
/// full, the client gets to see an id alone.
public final class Incidents {

    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);

    private final Supplier<UUID> ids;

    public Incidents(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /// Writes an unknown failure to the log in full, and a shortage in a line.
    ///
    /// @param answer to the failure
    /// @return the same, with the id of an unknown failure
    ProblemAnswer noted(ProblemAnswer answer, Throwable failure, String method, String path) {
        if (Shortage.behind(failure) != null) {
            LOG.error("{} {} is answered {}: {}", method, path, answer.status(), messages(failure));
        }
        return answer.kind() == ProblemKind.INTERNAL ? answer.withId(record(method, path, failure)) : answer;
    }

    /// Writes a failure to the log.
    ///
    /// @return the id
    private String record(String method, String path, Throwable failure) {
        String id = ids.get().toString();
        LOG.error("Unknown failure {} at {} {}", id, method, path, failure);
        return id;
    }

    private static String messages(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(": "));
    }

    /// As [#noted], of an unknown failure, for a failure that the container has written to the log already.
    ///
    /// @return the id
    String recordLogged(String method, String path) {
        String id = ids.get().toString();
        LOG.error("Unknown failure {} at {} {} (see the entry before)", id, method, path);
        return id;
    }
}
