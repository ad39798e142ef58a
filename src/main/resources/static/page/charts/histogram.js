/** How many lines have which length, as bars. */

import { element, svg } from '../element.js';
import { count } from '../figures.js';

const WIDTH = 600;
const HEIGHT = 120;

/** @param buckets `{from, to, lines}`, adjoining and ascending */
export function lengthHistogram(buckets) {
  if (buckets.length === 0) {
    return element('p', { class: 'hint' }, 'There are no lines.');
  }
  const most = Math.max(...buckets.map(density));
  const width = WIDTH / buckets.length;
  const bars = buckets.map((bucket, i) => {
    const height = bucket.lines === 0 ? 0 : Math.max(1.5, (density(bucket) / most) * HEIGHT);
    return svg(
      'rect',
      { x: i * width + width * 0.08, y: HEIGHT - height, width: width * 0.84, height, rx: Math.min(2, width / 5) },
      svg('title', {}, `${lengths(bucket)}: ${count(bucket.lines)} ${bucket.lines === 1 ? 'line' : 'lines'}`),
    );
  });
  const peak = buckets.reduce((best, it) => (density(it) > density(best) ? it : best));
  return element(
    'figure',
    { class: 'histogram' },
    svg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `Histogram of line lengths. Most lines have ${lengths(peak)}.`,
      },
      bars,
    ),
    element(
      'figcaption',
      { class: 'hint' },
      element('span', {}, count(buckets[0].from)),
      element('span', {}, 'characters in a line'),
      element('span', {}, count(buckets[buckets.length - 1].to)),
    ),
  );
}

/** Wide buckets would look fuller than they are. */
function density({ from, to, lines }) {
  return lines / (to - from + 1);
}

function lengths({ from, to }) {
  return from === to ? `${count(from)} ${from === 1 ? 'character' : 'characters'}` : `${count(from)} to ${count(to)} characters`;
}
