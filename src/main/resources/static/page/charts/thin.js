/**
 * Fewer points of a line that look the same: of each of the equal stretches of the axis, the lowest and the highest,
 * beside the first and the last of all. No peak is lost.
 *
 * @param xs ascending
 * @param ys as many
 * @param most points that are wanted, about
 * @param logarithmic whether the axis of x is drawn logarithmically; then all xs are positive
 * @returns `[xs, ys]`, the arrays themselves where they are short enough
 */
export function thin(xs, ys, most, logarithmic = false) {
  if (xs.length <= most) {
    return [xs, ys];
  }
  const position = logarithmic ? Math.log : (x) => x;
  const first = position(xs[0]);
  const stretches = Math.max(1, Math.floor(most / 2) - 1);
  const width = (position(xs[xs.length - 1]) - first) / stretches || 1;
  const kept = [0];
  let from = 1;
  while (from < xs.length - 1) {
    const stretch = Math.floor((position(xs[from]) - first) / width);
    let to = from;
    let lowest = from;
    let highest = from;
    while (to < xs.length - 1 && Math.floor((position(xs[to]) - first) / width) === stretch) {
      lowest = ys[to] < ys[lowest] ? to : lowest;
      highest = ys[to] > ys[highest] ? to : highest;
      to += 1;
    }
    kept.push(Math.min(lowest, highest));
    if (lowest !== highest) {
      kept.push(Math.max(lowest, highest));
    }
    from = to;
  }
  kept.push(xs.length - 1);
  return [kept.map((i) => xs[i]), kept.map((i) => ys[i])];
}
