/** How characters are drawn: sliders, each with its number beside it. */

import { element, uniqueId } from '../element.js';

const SLIDERS = [
  { name: 'temperature', label: 'Temperature', min: 0, max: 2, step: 0.05, usual: 1, hint: 'Lower is safer, higher is wilder; 0 always takes the most probable.' },
  { name: 'topP', label: 'Top-p', min: 0.05, max: 1, step: 0.01, usual: 0.9, hint: 'Only the most probable characters that together have this probability; 1 is off.' },
  { name: 'topK', label: 'Top-k', min: 0, max: 50, step: 1, usual: 0, hint: 'Only so many most probable characters; 0 is off.' },
  { name: 'minP', label: 'Min-p', min: 0, max: 1, step: 0.01, usual: 0, hint: 'Only characters at least this probable beside the most probable one; 0 is off.' },
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

function slider({ name, label, min, max, step, usual, hint }, given, onChange) {
  const id = uniqueId(name);
  const start = given !== null && Number.isFinite(Number(given)) ? Math.min(max, Math.max(min, Number(given))) : usual;
  const range = { min, max, step, value: start };
  const bar = element('input', { ...range, type: 'range', id, 'aria-describedby': `${id}-hint`, oninput: () => take(bar) });
  const box = element('input', { ...range, type: 'number', 'aria-label': `${label}, as a number`, oninput: () => take(box) });
  let value = start;
  return {
    node: element(
      'div',
      { class: 'slider' },
      element('label', { for: id }, label),
      box,
      bar,
      element('p', { class: 'hint', id: `${id}-hint` }, hint),
    ),
    value: () => value,
  };

  function take(source) {
    if (source.value === '' || !source.checkValidity()) {
      return; // being typed
    }
    value = Number(source.value);
    (source === bar ? box : bar).value = String(value);
    onChange();
  }
}
