/// From logits to the next character's id: temperature, truncation and the draw, and log-probabilities for scoring.
///
/// Sees ids and `float` logits, computes in `double`. A logit of −∞ is an impossible character; a logit of +∞ leaves
/// nothing to the finite ones. NaN, and a row in which nothing is possible, are refused.
@NullMarked
package dev.charloom.sampling;

import org.jspecify.annotations.NullMarked;
