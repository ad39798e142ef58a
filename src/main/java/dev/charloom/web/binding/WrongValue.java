package dev.charloom.web.binding;

import org.jspecify.annotations.Nullable;

/// A value is not of the type that its field has.
final class WrongValue extends Exception {

    private final @Nullable String reason;

    private WrongValue(@Nullable String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /// @param reason to be read after the name of the field: `must be a whole number, not a string`
    static WrongValue because(String reason) {
        return new WrongValue(reason);
    }

    static WrongValue mustBe(String wanted, FieldValue given) {
        return new WrongValue("must be " + wanted + ", not " + given.kind());
    }

    /// The value is of the right type; what is allowed for the field says what is wrong with it.
    static WrongValue outOfRange() {
        return new WrongValue(null);
    }

    /// Null if what is allowed for the field says it.
    @Nullable
    String reason() {
        return reason;
    }
}
