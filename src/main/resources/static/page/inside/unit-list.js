/** Units to browse, those that separate best first, each with its strip. */

import { element, replaceChildren, uniqueId } from '../element.js';
import { strip } from './strip.js';

/**
 * @param onChoose called with the unit that the reader chooses, as the service ranked it
 * @param onMore called when he wants to see more
 * @returns `{node, show(traces, total), choose(unit)}`
 */
export function unitList(onChoose, onMore) {
  let traces = [];
  let chosen = 0;
  const options = [];
  const box = element('div', { class: 'units', role: 'listbox', tabindex: 0, 'aria-label': 'Units', onkeydown: key });
  const more = element('button', { type: 'button', class: 'small', onclick: onMore }, 'Show more units');
  return {
    node: element('div', { class: 'stack' }, box, element('div', { class: 'actions' }, more)),
    show(all, total, keep) {
      traces = all;
      options.splice(0, options.length, ...traces.map(option));
      replaceChildren(box, options);
      more.hidden = traces.length >= total;
      choose(Math.max(0, traces.findIndex((it) => it.unit === keep)));
    },
  };

  function option(trace, index) {
    return element(
      'div',
      { class: 'unit', role: 'option', id: uniqueId('unit'), 'aria-selected': 'false', onclick: () => choose(index) },
      element('span', { class: 'unit-number' }, `Unit ${trace.unit}`),
      trace.separation === null ? null : element('span', { class: 'unit-separation' }, signed(trace.separation)),
      strip(trace.signal, trace.values),
    );
  }

  function choose(index) {
    options[chosen]?.setAttribute('aria-selected', 'false');
    chosen = index;
    const option = options[index];
    if (!option) {
      return;
    }
    option.setAttribute('aria-selected', 'true');
    box.setAttribute('aria-activedescendant', option.id);
    if (option.offsetTop < box.scrollTop || option.offsetTop + option.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = option.offsetTop - box.clientHeight / 3;
    }
    onChoose(traces[index]);
  }

  function key(event) {
    const steps = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 10, PageUp: chosen - 10, Home: 0, End: traces.length - 1 };
    if (event.key in steps) {
      event.preventDefault();
      choose(Math.max(0, Math.min(traces.length - 1, steps[event.key])));
    }
  }
}

/** +0.93 or −0.93 */
export function signed(value) {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
