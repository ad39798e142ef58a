/** One of several, shown side by side: radio buttons that look like a switch. */

import { element, uniqueId } from './element.js';

/**
 * @param label what is chosen
 * @param options `[value, text]` each
 * @param chosen the value to begin with
 * @param onChoose called with the value that the reader chooses
 */
export function choice(label, options, chosen, onChoose) {
  const name = uniqueId('choice');
  return element(
    'fieldset',
    { class: 'choice-field' },
    element('legend', { class: 'label' }, label),
    element(
      'div',
      { class: 'choice' },
      options.map(([value, text]) =>
        element(
          'label',
          {},
          element('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onChoose(value) }),
          text,
        ),
      ),
    ),
  );
}
