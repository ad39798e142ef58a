/** What a training would be and cost, before it starts. */

import { lengthHistogram } from '../charts/histogram.js';
import { element } from '../element.js';
import { bytes, count, duration, shortCount, significant } from '../figures.js';
import { layerTable } from '../layer-table.js';
import { figureList } from '../panel.js';

/** Characters below which hardly any model learns more than the text itself. */
const SHORT = 2000;

/** @param estimate the answer to a dry run */
export function estimateView(estimate) {
  const { corpus, params } = estimate;
  const share = estimate.memoryBytes / estimate.memoryLimit;
  return element(
    'div',
    { class: 'columns estimate' },
    element(
      'div',
      { class: 'stack' },
      element('h3', {}, 'The text'),
      figureList([
        ['Characters', count(corpus.characters)],
        ['Vocabulary', count(estimate.shape.vocabulary), 'different'],
        ['Lines', count(corpus.lines), corpus.blankLines > 0 ? `and ${count(corpus.blankLines)} blank` : null],
        ['Length of a line', significant(corpus.meanLine), 'on average'],
      ]),
      lengthHistogram(corpus.lineLengths),
      corpus.characters < SHORT
        && element('p', {}, 'So short a text is soon learned by heart. Some thousands of characters, or some hundreds of lines, let a model invent.'),
      element('p', { class: 'hint' }, readAs(params.mode), ' ', estimate.note, ' ', estimate.validation.split),
    ),
    element(
      'div',
      { class: 'stack' },
      element('h3', {}, 'The training'),
      figureList([
        ['Time', duration(estimate.estimatedSeconds), 'about'],
        ['Parameters', shortCount(estimate.parameterCount)],
        ['Memory', bytes(estimate.memoryBytes), share > 0.5 ? `of ${bytes(estimate.memoryLimit)}` : null],
        ['Network', `${params.layers} × ${params.hiddenSize}`, params.cell.toUpperCase()],
        ['Steps', count(estimate.steps), `${count(params.epochs)} epochs`],
      ]),
      layerTable(estimate.layers),
    ),
  );
}

function readAs(mode) {
  return mode === 'lines'
    ? 'Every line is a sequence of its own.'
    : 'It is read as one stream, from beginning to end.';
}
