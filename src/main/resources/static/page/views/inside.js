/** What goes on inside a model while it reads: `#/inside`, hidden units and gates over the characters of a text. */

import { element } from '../element.js';
import { microscope } from '../inside/microscope.js';
import { withModels } from '../text/model-field.js';

export const title = 'Inside';

export function mount(root, params) {
  const pending = new AbortController();
  root.append(
    element('h1', {}, 'Look inside a model'),
    element('p', { class: 'lead' }, 'While it reads, each hidden unit rises and falls. Some have learned to tell vowels, quotations or the end of a line: find them.'),
  );
  withModels(root, pending.signal, (all) => microscope(all, params, pending.signal));
  return () => pending.abort();
}
