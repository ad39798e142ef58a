/** A text in the colours of one unit. */

import { element, replaceChildren } from '../element.js';
import { panel } from '../panel.js';
import { spoken } from '../text/alternatives.js';
import { legend } from '../text/tint.js';
import { tintedText } from '../text/tinted-text.js';
import { hasSign, SIGNALS, tintOf } from './features.js';

/**
 * @param signals tells all that the unit has, as `unitSignals` does
 * @returns `{node, read(text, feature, name), show(trace)}`: the text anew, and what its characters were ranked by; a
 *     unit's values over it
 */
export function unitText(signals) {
  let characters = [];
  let place = () => '';
  let trace = null;
  let at = -1;
  const key = element('div');
  const readout = element('p', { class: 'readout', 'aria-live': 'polite' }, 'Point at a character, or go through them with the arrow keys.');
  const text = tintedText('The text, coloured by what the unit does', point);
  const node = panel('Over the text', key, text.node, readout, signals.node);
  const heading = node.querySelector('h2');
  return {
    node,
    read(next, feature, name) {
      characters = [...next];
      place = feature ? (index) => placed(feature[index], name) : () => '';
      text.set(characters.map((it) => ({ text: it, tint: 0 })));
    },
    show(next) {
      trace = next;
      const tint = tintOf(trace.signal, trace.values);
      heading.textContent = `Unit ${trace.unit}, ${SIGNALS[trace.signal][1]}`;
      text.tint(trace.values.map(tint));
      tell();
      replaceChildren(key, hasSign(trace.signal) ? legend('below zero', 'above zero', true) : legend('closed', 'open'));
    },
  };

  function point(index) {
    at = index;
    signals.point(index);
    tell();
  }

  /** Says what the unit does at the character that is pointed at. */
  function tell() {
    if (!trace || at < 0) {
      return;
    }
    replaceChildren(
      readout,
      element('strong', {}, spoken(characters[at])),
      `, character ${at + 1}: ${SIGNALS[trace.signal][0] || 'candidate'} = ${trace.values[at].toFixed(4).replace('-', '−')}${place(at)}.`,
    );
  }
}

/** What can be said of a character: its position, or whether it belongs to a class. */
function placed(value, name) {
  if (name.startsWith('position')) {
    return `; ${name}: ${value}`;
  }
  return value === 1 ? `; it counts among the ${name}` : '';
}
