/** All models, with what is most asked about them. */

import { getJson } from '../api.js';
import { element, replaceChildren } from '../element.js';
import { age, count, loss, moment, shortCount } from '../figures.js';
import { errorBox } from '../notice.js';
import { panel, table } from '../panel.js';
import { poll } from '../poll.js';
import { link } from '../router.js';

const EVERY = 5000;

/** @returns `{node, refresh(), destroy()}` */
export function modelList() {
  const place = element('div', {}, element('p', { class: 'hint' }, 'Looking …'));
  const node = panel('All models', place);
  let shown = '';
  const polling = poll(EVERY, async (signal) => {
    const { models } = await getJson('/models', { signal, byItself: true });
    const text = JSON.stringify(models.map((it) => [it, age(it.createdAt)]));
    if (text !== shown) { // a table that is read is left alone
      shown = text;
      replaceChildren(place, models.length === 0 ? noModels() : modelTable(models));
    }
  }, (error) => {
    shown = '';
    replaceChildren(place, errorBox(error));
  });
  return { node, refresh: polling.now, destroy: polling.stop };
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
