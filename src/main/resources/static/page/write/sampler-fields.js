/** How characters are drawn: sliders, each with its number beside it. */

import { element, uniqueId } from '../element.js';

/** The sliders reach as far as is of use; the numbers, as far as the service takes them. */
const SLIDERS = [
  { name: 'temperature', label: 'Temperature', min: 0, max: 2, step: 0.05, usual: 1, takes: (it) => it >= 0 && it <= 100, range: '0 to 100', hint: 'Lower is safer, higher is wilder; 0 always takes the most probable.' },
  { name: 'topP', label: 'Top-p', min: 0.05, max: 1, step: 0.01, usual: 0.9, takes: (it) => it > 0 && it <= 1, range: 'more than 0, and at most 1', hint: 'Only the most probable characters that together have this probability; 1 is off.' },
  { name: 'topK', label: 'Top-k', min: 0, max: 50, step: 1, usual: 0, takes: (it) => Number.isInteger(it) && it >= 0 && it < 2 ** 31, range: 'a whole number, 0 or more', hint: 'Only so many most probable characters; 0 is off.' },
  { name: 'minP', label: 'Min-p', min: 0, max: 1, step: 0.01, usual: 0, takes: (it) => it >= 0 && it <= 1, range: '0 to 1', hint: 'Only characters at least this probable beside the most probable one; 0 is off.' },
];

/**
 * @param params where the values come from that differ from the usual ones
 * @param onChange called when one changes
 * @returns `{node, values(), changes()}`: what the service is asked with; what the URL has to keep
 */
export function samplerFields(params, onChange) {
  const sliders = SLIDERS.map((it) => slider(it, params.get(it.name), onChange));
  const value = (name) => sliders[SLIDERS.findIndex((it) => it.name === name)].value();
  return {
    node: element('div', { class: 'sliders' }, sliders.map((it) => it.node)),
    values: () => ({
      temperature: value('temperature'),
      topP: value('topP'),
      topK: value('topK') || null,
      minP: value('minP') || null,
    }),
    changes: () =>
      Object.fromEntries(SLIDERS.map((it, i) => [it.name, sliders[i].value() === it.usual ? null : sliders[i].value()])),
  };
}

function slider({ name, label, min, max, step, usual, takes, range, hint }, given, onChange) {
  const id = uniqueId(name);
  const start = given && takes(Number(given)) ? Number(given) : usual;
  const bar = element('input', { type: 'range', min, max, step, value: start, id, 'aria-describedby': `${id}-hint`, oninput: () => take(bar) });
  const box = element('input', {
    type: 'number', step: 'any', value: start,
    'aria-label': `${label}, as a number`, 'aria-describedby': `${id}-wrong`, oninput: () => take(box), onchange: leave,
  });
  const wrong = element('p', { class: 'field-error', id: `${id}-wrong`, 'aria-live': 'polite' });
  let value = start;
  return {
    node: element(
      'div',
      { class: 'slider' },
      element('label', { for: id }, label),
      box,
      bar,
      wrong,
      element('p', { class: 'hint', id: `${id}-hint` }, hint),
    ),
    value: () => value,
  };

  function take(source) {
    if (source.value === '') {
      return; // being typed
    }
    const next = Number(source.value);
    if (!takes(next)) {
      box.setAttribute('aria-invalid', 'true');
      wrong.textContent = `Must be ${range}; until then it is ${value}.`;
      return;
    }
    box.removeAttribute('aria-invalid');
    wrong.textContent = '';
    value = next;
    (source === bar ? box : bar).value = String(value);
    onChange();
  }

  /** A box that is left without a number shows again what is in force. */
  function leave() {
    if (box.value === '') {
      box.value = String(value);
      take(box);
    }
  }
}
