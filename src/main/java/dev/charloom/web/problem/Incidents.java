package dev.charloom.web.problem;

import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes unknown failures to the log, once and in full, under an id that is all that the client gets to see of them.
public final class Incidents {

    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);

    private final Supplier<UUID> ids;

    public Incidents(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /// Writes a failure to the log.
    ///
    /// @return the id
    String record(String method, String path, Throwable failure) {
        String id = ids.get().toString();
        LOG.error("Unknown failure {} at {} {}", id, method, path, failure);
        return id;
    }

    /// As [#record], for a failure that the container has written to the log already.
    ///
    /// @return the id
    String recordLogged(String method, String path) {
        String id = ids.get().toString();
        LOG.error("Unknown failure {} at {} {} (see the entry before)", id, method, path);
        return id;
    }
}
