/** A list to choose from, whose options may change. */

import { element, replaceChildren, uniqueId } from '../element.js';

/**
 * @param wanted what to choose as soon as it is offered, or null
 * @param onChange called when the reader chooses
 * @returns `{node, value(), offer(options, usual), enable(on)}`, options being `[value, name]` each
 */
export function chooser(label, wanted, onChange) {
  const id = uniqueId('choose');
  let asked = wanted;
  const select = element('select', { id, onchange: choose });
  return {
    node: element('div', { class: 'field' }, element('label', { for: id }, label), select),
    value: () => select.value,
    offer(options, usual) {
      replaceChildren(select, options.map(([value, name]) => element('option', { value }, name)));
      select.value = options.some(([value]) => value === asked) ? asked : usual;
    },
    enable(on) {
      select.disabled = !on;
    },
  };

  function choose() {
    asked = select.value;
    onChange();
  }
}
