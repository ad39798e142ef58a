package dev.charloom.sampling;

/// How the logits of the model become a character: penalties, bias, masks (characters, then the regular expression),
/// temperature, top-k, top-p, min-p, typical, in this order.
public record Decoding(SamplingParams sampling, Penalties penalties, CharacterRules rules) {

    /// Nothing but a way to draw.
    public static Decoding of(SamplingParams sampling) {
        return new Decoding(sampling, Penalties.NONE, CharacterRules.NONE);
    }
}
