/** For those who see the page for the first time: a text by the model that comes with the service, in one click. */

import { getJson } from '../api.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren } from '../element.js';
import { load } from '../load.js';
import { attempt } from '../notice.js';
import { link } from '../router.js';

const REQUEST = { path: '/sample', query: { model: 'dinosaurs', n: 8 } };

/** @param onSample called when the reader wants to train on the sample corpus */
export function welcome(onSample) {
  const written = element('div', { 'aria-live': 'polite' });
  const button = element('button', { type: 'button', class: 'primary', id: 'first-sample', hidden: true, onclick: write }, 'Invent some dinosaurs');
  const introduction = element('p', { hidden: true }, 'A small model is there already. It has read the names of nine hundred dinosaurs, letter by letter, and makes up more of them.');
  const curl = curlLine(null);
  load(() => getJson('/models', { byItself: true })).then(({ models }) => offer(models), () => {});
  return element(
    'section',
    { class: 'empty', 'aria-label': 'First steps' },
    element('h2', {}, 'Nothing has been trained here yet'),
    introduction,
    written,
    element(
      'div',
      { class: 'actions' },
      button,
      element('button', { type: 'button', onclick: onSample }, 'Train one on the names of dinosaurs'),
    ),
    curl,
  );

  /** Whoever runs the service may have deleted the model, or begun without it. */
  function offer(models) {
    if (models.some((it) => it.name === REQUEST.query.model)) {
      introduction.hidden = false;
      button.hidden = false;
      curl.show(REQUEST);
    }
  }

  function write() {
    return attempt(async () => {
      const { samples } = await getJson(REQUEST.path, { query: REQUEST.query });
      replaceChildren(
        written,
        element('ul', { class: 'first-samples generated' }, samples.map((it) => element('li', { dir: 'auto' }, it.text))),
        element('p', {}, element('a', { href: link('write', [], { model: 'dinosaurs' }) }, 'Write with it, letter by letter')),
      );
      button.textContent = 'Some more';
    });
  }
}
