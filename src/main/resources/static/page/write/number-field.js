/** A field for a whole number. */

import { element, uniqueId } from '../element.js';

/**
 * @param range `{min, max, usual}`
 * @param given the value to begin with as the URL has it, or null
 * @returns `{node, value(), change()}`: the number; the same for the URL, null where it is the usual one
 */
export function numberField(label, { min, max, usual }, given, onChange) {
  const id = uniqueId('number');
  let value = /^\d+$/.test(given ?? '') ? Math.min(max, Math.max(min, Number(given))) : usual;
  const field = element('input', { id, type: 'number', min, max, step: 1, value, required: true, oninput: take });
  return {
    node: element('div', { class: 'field' }, element('label', { for: id }, label), field),
    value: () => value,
    change: () => (value === usual ? null : value),
  };

  function take() {
    if (field.checkValidity()) {
      value = Number(field.value);
      onChange();
    }
  }
}
