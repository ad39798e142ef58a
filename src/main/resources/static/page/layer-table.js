/** The layers of a network, from input to output. */

import { element } from './element.js';
import { count } from './figures.js';
import { table } from './panel.js';

export function layerTable(layers) {
  const total = layers.reduce((sum, it) => sum + it.parameters, 0);
  return table(
    'Layers',
    [['Layer'], ['Type', 'wide-only'], ['Output', 'number'], ['Parameters', 'number']],
    [
      ...layers.map((it) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, it.name),
          element('td', { class: 'wide-only' }, it.type),
          element('td', { class: 'number' }, count(it.outputSize)),
          element('td', { class: 'number' }, count(it.parameters)),
        ),
      ),
      element(
        'tr',
        { class: 'total' },
        element('th', { scope: 'row' }, 'All'),
        element('td', { class: 'wide-only' }),
        element('td'),
        element('td', { class: 'number' }, count(total)),
      ),
    ],
  );
}
