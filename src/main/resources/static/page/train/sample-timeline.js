/** What the model wrote while it learned, the latest first. */

import { element } from '../element.js';
import { count, loss } from '../figures.js';

/** @returns `{node, show(job)}` */
export function sampleTimeline() {
  const list = element('ol', { class: 'timeline', reversed: true, tabindex: 0, 'aria-label': 'Samples, the latest first' });
  const empty = element('p', { class: 'hint' }, 'The first sample is written at the first evaluation.');
  const node = element('div', {}, empty, list);
  const entries = new Map(); // by step and text

  /** Shows the samples that the service still has; after a setback, some steps are taken, and written at, again. */
  function show({ samples, history }) {
    const losses = new Map((history?.evaluations ?? []).map((it) => [it.step, it.validationLoss ?? it.trainLoss]));
    const present = new Set(samples.map(nameOf));
    [...entries.keys()].filter((name) => !present.has(name)).forEach((name) => {
      entries.get(name).remove();
      entries.delete(name);
    });
    for (const sample of samples.filter((it) => !entries.has(nameOf(it)))) {
      const made = entry(sample, losses.get(sample.step));
      entries.set(nameOf(sample), made);
      list.prepend(made);
    }
    empty.hidden = samples.length > 0;
    list.hidden = samples.length === 0;
  }

  return { node, show };
}

function nameOf({ step, text }) {
  return `${step} ${text}`;
}

function entry({ step, epoch, text }, nats) {
  const facts = [`Step ${count(step)}`, `epoch ${count(epoch)}`, nats === undefined ? null : `loss ${loss(nats)}`];
  return element(
    'li',
    {},
    element('p', { class: 'hint' }, facts.filter(Boolean).join(' · ')),
    element('p', { class: 'generated', dir: 'auto' }, text),
  );
}
