package dev.charloom.training;

/// What a client calls a request, so that it may send it again without training twice.
///
/// @param value 1 to 255 visible ASCII characters
public record IdempotencyKey(String value) {

    /// Takes a key.
    ///
    /// @throws InvalidTrainingParams if it does not have the form of one
    public IdempotencyKey {
        var wrong = new Violations();
        wrong.unless(
                value.matches("[\\x21-\\x7e]{1,255}"),
                "Idempotency-Key",
                "what was sent",
                "1 to 255 visible ASCII characters");
        wrong.throwIfAny();
    }
}
