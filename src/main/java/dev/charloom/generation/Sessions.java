package dev.charloom.generation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.charloom.generation.ModelChoice.Source;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.Memory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What conversations have come to: the state of the model after all that was read and written in each. So many are
/// kept, each so long after its last use; a name that is not there begins anew.
final class Sessions {

    /// Where a conversation stands.
    ///
    /// @param memory what the model has read; null where the next text begins from nothing
    /// @param lastId what was written but not read yet; without meaning if there is no memory
    /// @param seed that its characters were drawn with
    /// @param draws how many characters were drawn with it
    /// @param characters how many were read and written in all
    record Place(ModelKey model, @Nullable Memory memory, int lastId, long seed, long draws, long characters) {}

    private static final class Session {
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile @Nullable Place place;
    }

    private final Cache<SessionId, Session> sessions;

    /// @param capacity how many are kept
    /// @param timeToLive how long one is kept after its last use
    /// @param nanoTime a clock for durations
    Sessions(int capacity, Duration timeToLive, LongSupplier nanoTime) {
        this.sessions = Caffeine.newBuilder()
                .maximumSize(capacity)
                .expireAfterAccess(timeToLive)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /// Begins a turn of a conversation.
    ///
    /// @throws SessionConflict if another request of it is under way
    Turn begin(SessionId id) {
        Session session = sessions.get(id, _ -> new Session());
        if (!session.busy.compareAndSet(false, true)) {
            throw new SessionConflict("another request of session %s is under way".formatted(id));
        }
        return new Turn(id, session);
    }

    /// One request of a conversation. It has to be left, whether or not it has come to its end.
    final class Turn {

        private final SessionId id;
        private final Session session;
        private @Nullable Place place;

        private Turn(SessionId id, Session session) {
            this.id = id;
            this.session = session;
            this.place = session.place;
        }

        /// Where the conversation stood before; null if it begins.
        @Nullable
        Place place() {
            return place;
        }

        /// The weights that the conversation goes on with. Where those of before are gone, it begins anew.
        ///
        /// @throws SessionConflict if the request asks for others than those of before
        ModelKey model(ModelChoice choice, ModelKeys keys) {
            Place before = place;
            if (before == null || !isPresent(before.model(), keys)) {
                place = null;
                return keys.of(choice);
            }
            if (!admits(before.model(), choice, keys)) {
                throw new SessionConflict("session %s has another model".formatted(id));
            }
            return before.model();
        }

        /// Keeps where the conversation stands now.
        void reached(Place now) {
            session.place = now;
            sessions.put(id, session);
        }

        /// Lets the next request begin.
        void leave() {
            session.busy.set(false);
        }
    }

    private static boolean isPresent(ModelKey key, ModelKeys keys) {
        try {
            return keys.isPresent(key);
        } catch (ModelNotFound e) {
            return false;
        }
    }

    /// A model that is named without its version is the one of before, also if there is a newer version.
    private static boolean admits(ModelKey before, ModelChoice choice, ModelKeys keys) {
        if (!keys.admits(before, choice.precision())) {
            return false;
        }
        if (choice.source() instanceof Source.Published(ModelReference model)) {
            if (model == null) {
                return true;
            }
            if (model.version() == null && before instanceof ModelKey.Version version) {
                return version.reference().name().equals(model.name());
            }
        }
        return keys.of(choice).equals(before);
    }
}
