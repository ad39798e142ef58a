/** What the settings of the sampler make of the model's own distribution, as the service does it. */

/**
 * The distribution after temperature, top-k, top-p and min-p, in this order.
 *
 * @param characters `{character, logprob}` of the model, the most probable first
 * @param settings `{temperature, topK, topP, minP}`; null switches one off
 * @returns the same with `own`, the model's probability, and `share`, the one it is drawn with: 0 for what is left out
 */
export function truncated(characters, { temperature, topK, topP, minP }) {
  const own = characters.map((it) => Math.exp(it.logprob));
  const most = characters[0]?.logprob ?? 0;
  const weights = characters.map((it, rank) =>
    temperature === 0 ? Number(rank === 0) : Math.exp((it.logprob - most) / temperature),
  );
  let kept = Math.min(topK ?? Infinity, weights.length);
  kept = nucleus(weights, kept, topP ?? 1);
  kept = weights.slice(0, kept).filter((weight) => weight >= (minP ?? 0) * weights[0]).length;
  const mass = sum(weights.slice(0, kept));
  return characters.map((it, rank) => ({
    character: it.character,
    own: own[rank],
    share: rank < kept ? weights[rank] / mass : 0,
  }));
}

/** How many of the most probable ones have at least the probability `p` together. */
function nucleus(weights, kept, p) {
  const mass = sum(weights.slice(0, kept));
  let together = 0;
  for (let rank = 0; rank < kept; rank += 1) {
    together += weights[rank];
    if (p < 1 && together >= p * mass) {
      return rank + 1;
    }
  }
  return kept;
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
