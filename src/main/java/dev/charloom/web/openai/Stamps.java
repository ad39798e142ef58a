package dev.charloom.web.openai;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/// Gives answers their ids and times.
final class Stamps {

    /// What every part of an answer says.
    ///
    /// @param id unique
    /// @param created in seconds since 1970
    /// @param model as the client named it
    record Stamp(String id, long created, String model) {}

    private final Supplier<UUID> ids;
    private final Clock clock;

    Stamps(Supplier<UUID> ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /// @param prefix of the id
    Stamp next(String prefix, String model) {
        String id = prefix + ids.get().toString().replace("-", "");
        return new Stamp(id, clock.instant().getEpochSecond(), model);
    }
}
