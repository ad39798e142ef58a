/** Writes with models: `#/write`, a prompt that one or two of them continue. */

import { element } from '../element.js';
import { withModels } from '../text/model-field.js';
import { desk } from '../write/desk.js';

export const title = 'Write';

export function mount(root, params) {
  const ended = new AbortController();
  root.append(
    element('h1', {}, 'Write with a model'),
    element('p', { class: 'lead' }, 'Begin a text and let the model go on, character by character. Each is coloured by how much it surprised the model itself; choose another one anywhere, and it goes on from there.'),
  );
  withModels(root, ended.signal, (all) => desk(all, params, ended.signal));
  return () => ended.abort();
}
