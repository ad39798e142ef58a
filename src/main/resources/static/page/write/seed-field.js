/** The seed that decides all draws: shown, and kept on request. */

import { element, uniqueId } from '../element.js';

const SEEDS = 2 ** 32;

/**
 * @param kept the seed to keep, or null for another one each time
 * @param onChange called when the reader changes something
 * @returns `{node, next(), kept()}`: the seed for the next request; the one that is kept, or null
 */
export function seedField(kept, onChange) {
  const id = uniqueId('seed');
  const field = element('input', { id, type: 'number', min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, value: kept ?? '', placeholder: 'a new one each time', oninput: typed });
  const keep = element('input', { type: 'checkbox', checked: kept !== null, onchange: onChange });
  return {
    node: element(
      'div',
      { class: 'field' },
      element('label', { for: id }, 'Seed'),
      field,
      element('label', { class: 'check hint' }, keep, 'Keep this seed'),
    ),
    next() {
      if (!keep.checked || !valid()) {
        field.value = String(crypto.getRandomValues(new Uint32Array(1))[0] % SEEDS);
      }
      return Number(field.value);
    },
    kept: () => (keep.checked && valid() ? Number(field.value) : null),
  };

  function typed() {
    keep.checked = valid();
    onChange();
  }

  function valid() {
    return field.value !== '' && field.checkValidity();
  }
}
