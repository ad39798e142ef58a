/** What could have stood in the place of a character, with how probable each was. */

import { element } from '../element.js';
import { percent, visible } from '../figures.js';

/** A character as it is read out: its sign, or the name or code point of what leaves no ink. */
export function spoken(character) {
  return { '\n': 'newline', ' ': 'space', '\t': 'tab' }[character] ?? visible(character);
}

/** How probable something is that has a log-probability, with more decimals the rarer it is. */
export function probability(logprob) {
  const p = Math.exp(logprob);
  return p > 0 && p < 0.0005 ? 'under 0.1 %' : percent(p, p < 0.1 ? 1 : 0);
}

/**
 * The alternatives as a list.
 *
 * @param character `{character, logprob, top}` as the service tells it
 * @param onChoose called with an alternative that is clicked; left out: they cannot be
 */
export function alternatives(character, onChoose) {
  return element(
    'ul',
    { class: 'alternatives' },
    character.top.map((it) => element('li', {}, alternative(it, it.character === character.character, onChoose))),
  );
}

function alternative(it, present, onChoose) {
  const bar = element('span', { class: 'alternative-bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', `${100 * Math.exp(it.logprob)}%`);
  const contents = [
    bar,
    element('span', { class: 'alternative-sign', 'aria-hidden': 'true' }, visible(it.character)),
    element('span', { class: 'visually-hidden' }, spoken(it.character)),
    element('span', { class: 'alternative-share' }, probability(it.logprob)),
  ];
  const attributes = { class: `alternative${present ? ' present' : ''}`, 'aria-current': present ? 'true' : null };
  return onChoose
    ? element('button', { ...attributes, type: 'button', onclick: () => onChoose(it.character) }, contents)
    : element('div', attributes, contents);
}
