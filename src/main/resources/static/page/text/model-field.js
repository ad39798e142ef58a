/** Chooses one of the models that there are. */

import { getJson } from '../api.js';
import { element, uniqueId } from '../element.js';
import { shortCount } from '../figures.js';
import { load } from '../load.js';
import { errorBox } from '../notice.js';
import { link } from '../router.js';

/** The model that a name stands for, `dinosaurs` or `dinosaurs:2`; undefined where there is none. */
export function modelNamed(all, name) {
  const [plain] = (name ?? '').split(':');
  return all.find((it) => it.name === plain);
}

/**
 * A field to choose a model.
 *
 * @param all the models
 * @param chosen the name to begin with; one that there is not is kept, for the service to say so
 * @param options `label`, `none`: what choosing none is called (left out: one is always chosen), `onChange`
 * @returns `{node, value()}`
 */
export function modelField(all, chosen, { label = 'Model', none = null, onChange = () => {} } = {}) {
  const id = uniqueId('model');
  const names = all.map((it) => it.name);
  const select = element(
    'select',
    { id, onchange: () => onChange(select.value) },
    none === null ? null : element('option', { value: '' }, none),
    all.map((it) => element('option', { value: it.name }, `${it.name} · ${described(it)}`)),
    chosen && !names.includes(chosen) ? element('option', { value: chosen }, chosen) : null,
  );
  select.value = chosen ?? (none === null ? (newest(all)?.name ?? '') : '');
  return {
    node: element('div', { class: 'field' }, element('label', { for: id }, label), select),
    value: () => select.value || null,
  };
}

/**
 * Shows what `build` makes of the models there are, each as in `GET /models`, or what to do where there are none.
 *
 * @param signal of the view, which shares its root with the views after it: once it is aborted, nothing is built
 */
export async function withModels(root, signal, build) {
  try {
    const { models } = await load(() => getJson('/models', { signal }), signal);
    signal.throwIfAborted();
    root.append(...(models.length > 0 ? build(models) : [noModels()]));
  } catch (error) {
    if (!signal.aborted) {
      root.append(errorBox(error));
    }
  }
}

function newest(all) {
  return all.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))[0];
}

function described({ shape, parameterCount }) {
  return `${shape.cell.toUpperCase()} ${shape.layers}×${shape.hiddenSize}, ${shortCount(parameterCount)} parameters`;
}

function noModels() {
  return element(
    'div',
    { class: 'empty' },
    element('h2', {}, 'No model yet'),
    element('p', {}, 'Train one on a text of yours, or on the sample, and come back when it is done.'),
    element('a', { class: 'button primary', href: link('train') }, 'Train a model'),
  );
}
