/** All that a unit has, gates and states, side by side over the text. */

import { isAbort, postJson } from '../api.js';
import { element, replaceChildren } from '../element.js';
import { load } from '../load.js';
import { showError } from '../notice.js';
import { named, SIGNALS } from './features.js';
import { strip } from './strip.js';

const PAUSE = 150;

/**
 * @param signal breaks everything off
 * @returns `{node, show(request), point(index)}`: asks for the signals of one unit; tells their values at a character
 */
export function unitSignals(signal) {
  let traces = [];
  let at = -1;
  let timer = 0;
  let asking = new AbortController();
  const values = new Map();
  const rows = element('dl', { class: 'signals' });
  return {
    node: rows,
    show(request) {
      clearTimeout(timer);
      asking.abort();
      timer = setTimeout(() => ask(request), PAUSE);
    },
    point(index) {
      at = index;
      tell();
    },
  };

  function tell() {
    for (const trace of traces) {
      const value = trace.values[at];
      values.get(trace.signal).textContent = value === undefined ? '' : value.toFixed(3).replace('-', '−');
    }
  }

  async function ask(request) {
    asking = new AbortController();
    try {
      const mine = AbortSignal.any([signal, asking.signal]);
      const answer = await load(() => postJson('/inspect', request, { signal: mine }), mine);
      traces = answer.traces;
      values.clear();
      replaceChildren(rows, traces.map(row));
      tell();
    } catch (error) {
      if (!isAbort(error)) {
        showError(error);
      }
    }
  }

  function row(trace) {
    const meaning = SIGNALS[trace.signal][2];
    const value = element('span', { class: 'signal-value' });
    values.set(trace.signal, value);
    return element(
      'div',
      {},
      element('dt', {}, named(trace.signal), element('span', { class: 'hint' }, ` ${meaning}`)),
      element('dd', {}, strip(trace.signal, trace.values), value),
    );
  }
}
