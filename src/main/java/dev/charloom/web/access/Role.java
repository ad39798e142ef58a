package dev.charloom.web.access;

import java.util.Locale;

/// What a key may do; each role may do what those before it may.
enum Role {
    /// Look at models and jobs, write and score texts.
    READ,
    /// Train, steer jobs, import models and choose their versions.
    TRAIN,
    /// Delete models and jobs.
    ADMIN;

    /// The role that is written like this in the configuration.
    ///
    /// @throws IllegalArgumentException if there is none
    static Role named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// The name that the configuration has for it.
    String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
