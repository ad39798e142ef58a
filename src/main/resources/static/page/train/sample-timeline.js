/** What the model wrote while it learned, the latest first. */

import { element } from '../element.js';
import { count, loss } from '../figures.js';

/** @returns `{node, show(job)}` */
export function sampleTimeline() {
  const list = element('ol', { class: 'timeline', reversed: true, tabindex: 0, 'aria-label': 'Samples, the latest first' });
  const empty = element('p', { class: 'hint' }, 'The first sample is written at the first evaluation.');
  const node = element('div', {}, empty, list);
  let last = -1;

  function show({ samples, history }) {
    const losses = new Map((history?.evaluations ?? []).map((it) => [it.step, it.validationLoss ?? it.trainLoss]));
    for (const sample of samples.filter((it) => it.step > last)) {
      list.prepend(entry(sample, losses.get(sample.step)));
      last = sample.step;
    }
    empty.hidden = samples.length > 0;
    list.hidden = samples.length === 0;
  }

  return { node, show };
}

function entry({ step, epoch, text }, nats) {
  const facts = [`Step ${count(step)}`, `epoch ${count(epoch)}`, nats === undefined ? null : `loss ${loss(nats)}`];
  return element(
    'li',
    {},
    element('p', { class: 'hint' }, facts.filter(Boolean).join(' · ')),
    element('p', { class: 'generated' }, text),
  );
}
