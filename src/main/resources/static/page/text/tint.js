/** How strongly a character is coloured, and what the colours mean. */

import { element } from '../element.js';

/** From here on a character is as surprising as can be shown. */
export const MOST_BITS = 10;

/** 0 for a character that was certain, 1 for one of `MOST_BITS` bits or more. */
export function surpriseTint(nats) {
  return Math.min(1, nats / Math.LN2 / MOST_BITS);
}

/** Colours an element: 0 not at all, 1 as strongly as can be; negative numbers take the other colour. */
export function colour(node, tint) {
  node.classList.toggle('tint-below', tint < 0);
  node.style.setProperty('--tint', `${Math.round(100 * Math.min(1, Math.abs(tint)))}%`);
}

/** The colours of a scale, with what its ends mean; with `below`, from one end over nothing to the other. */
export function legend(from, to, below = false) {
  const steps = below ? [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1];
  return element(
    'div',
    { class: 'legend' },
    element('span', {}, from),
    element(
      'span',
      { class: 'legend-scale', 'aria-hidden': 'true' },
      steps.map((tint) => {
        const step = element('span', { class: 'tinted' });
        colour(step, tint);
        return step;
      }),
    ),
    element('span', {}, to),
  );
}
