/** For those who see the page for the first time: a text by the model that comes with the service, in one click. */

import { getJson } from '../api.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren } from '../element.js';
import { attempt } from '../notice.js';
import { link } from '../router.js';

const REQUEST = { path: '/sample', query: { model: 'dinosaurs', n: 8 } };

/** @param onSample called when the reader wants to train on the sample corpus */
export function welcome(onSample) {
  const written = element('div', { 'aria-live': 'polite' });
  const button = element('button', { type: 'button', class: 'primary', id: 'first-sample', onclick: write }, 'Invent some dinosaurs');
  return element(
    'section',
    { class: 'empty', 'aria-label': 'First steps' },
    element('h2', {}, 'Nothing has been trained here yet'),
    element('p', {}, 'A small model is there already. It has read the names of nine hundred dinosaurs, letter by letter, and makes up more of them.'),
    written,
    element(
      'div',
      { class: 'actions' },
      button,
      element('button', { type: 'button', onclick: onSample }, 'Train one yourself on the same names'),
    ),
    curlLine(REQUEST),
  );

  function write() {
    return attempt(async () => {
      const { samples } = await getJson(REQUEST.path, { query: REQUEST.query });
      replaceChildren(
        written,
        element('ul', { class: 'first-samples generated' }, samples.map((it) => element('li', {}, it.text))),
        element('p', {}, element('a', { href: link('write', [], { model: 'dinosaurs' }) }, 'Write with it, letter by letter')),
      );
      button.textContent = 'Some more';
    });
  }
}
