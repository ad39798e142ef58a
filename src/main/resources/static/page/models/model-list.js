/** All models, with what is most asked about them. */

import { getJson } from '../api.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { age, count, loss, moment, shortCount } from '../figures.js';
import { errorBox } from '../notice.js';
import { panel, table } from '../panel.js';
import { poll } from '../poll.js';
import { link } from '../router.js';

const EVERY = 5000;
const MANY = 12; // more than are seen at a glance

/** @returns `{node, refresh(), destroy()}` */
export function modelList() {
  const place = element('div', {}, element('p', { class: 'hint' }, 'Looking …'));
  const search = searchField(show);
  const node = panel('All models', search.node, place);
  let all = [];
  let shown = '';
  const polling = poll(EVERY, async (signal) => {
    const { models } = await getJson('/models', { signal, byItself: true });
    const text = JSON.stringify(models.map((it) => [it, age(it.createdAt)]));
    if (text !== shown) { // a table that is read is left alone
      shown = text;
      all = models;
      show();
    }
  }, (error) => {
    shown = '';
    replaceChildren(place, errorBox(error));
  });

  function show() {
    search.node.hidden = all.length < MANY && search.words() === '';
    const found = all.filter((it) => it.name.toLowerCase().includes(search.words()));
    search.tell(found.length, all.length);
    if (all.length === 0) {
      replaceChildren(place, noModels());
    } else {
      replaceChildren(place, found.length === 0 ? element('p', { class: 'hint' }, 'No model has this in its name.') : modelTable(found));
    }
  }

  return { node, refresh: polling.now, destroy: polling.stop };
}

/** Looks for a part of a name. `words()` is it in lower case; `tell` says how many have it. */
function searchField(onInput) {
  const id = uniqueId('search');
  const input = element('input', { id, type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: onInput });
  const figures = element('span', { class: 'hint', role: 'status' });
  return {
    node: element('div', { class: 'field', hidden: true }, element('label', { for: id }, 'Part of a name'), input, figures),
    words: () => input.value.trim().toLowerCase(),
    tell: (found, among) => {
      figures.textContent = input.value.trim() === '' ? `${count(among)} models` : `${count(found)} of ${count(among)} models`;
    },
  };
}

function modelTable(models) {
  return table(
    'Models',
    [['Model'], ['Network'], ['Parameters', 'number'], ['Validation loss', 'number'], ['Text', 'number'], ['Age'], ['In memory']],
    models.map((it) =>
      element(
        'tr',
        { dataset: { model: it.name } },
        element(
          'th',
          { scope: 'row' },
          element('a', { href: link('models', [it.name]) }, it.name),
          it.versions.length > 1 && element('span', { class: 'hint' }, ` version ${it.version} of ${it.versions.length}`),
        ),
        element('td', {}, `${it.shape.cell.toUpperCase()} ${it.shape.layers} × ${it.shape.hiddenSize}`),
        element('td', { class: 'number', title: count(it.parameterCount) }, shortCount(it.parameterCount)),
        element('td', { class: 'number' }, it.validationLoss === null ? '–' : loss(it.validationLoss)),
        element('td', { class: 'number', title: `${count(it.corpusCharacters)} characters` },
          it.corpusCharacters > 0 ? shortCount(it.corpusCharacters) : '–'),
        element('td', { title: moment(it.createdAt) }, age(it.createdAt)),
        element('td', {}, element('span', { class: it.loaded ? 'tag tag-live' : 'tag' }, it.loaded ? 'Loaded' : 'On disk')),
      ),
    ),
  );
}

function noModels() {
  return element(
    'div',
    { class: 'empty' },
    element('p', {}, 'There is no model yet. Train one on a text of yours, or import one from a file.'),
    element('a', { class: 'button primary', href: link('train') }, 'Train a model'),
  );
}
