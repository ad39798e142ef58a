/** What a job was told to do, how it is measured, and what was found out at its end. */

import { element } from '../element.js';
import { count, loss, moment, percent, significant } from '../figures.js';
import { factList, table } from '../panel.js';

export function jobFacts(job) {
  return [
    job.note && element('p', { class: 'hint' }, job.note),
    element('p', { class: 'hint' }, `${job.validation.split} ${job.validation.method}`),
    job.earlyStop && element('p', { class: 'hint' }, job.earlyStop),
    factList([
      ['Created', moment(job.createdAt)],
      ['Ended', job.finishedAt && moment(job.finishedAt)],
      ['Text', `${count(job.corpus.characters)} characters, ${count(job.corpus.distinctCharacters)} different ones`],
    ]),
    element('details', {}, element('summary', {}, 'Parameters'), factList(Object.entries(job.params))),
  ];
}

/** How much the model has learned by heart; null where that is not known. */
export function originality(report) {
  if (!report) {
    return null;
  }
  return [
    report.dynamicValidationLoss !== null
      && element('p', {}, `While it goes on learning as it reads, its validation loss is ${loss(report.dynamicValidationLoss)}.`),
    table(
      'What it has learned by heart',
      [['Temperature', 'number'], ['Lines that are copies', 'number'], ['Stretches of 20', 'number'], ['Longest copy']],
      report.novelty.map((it) =>
        element(
          'tr',
          {},
          element('td', { class: 'number' }, significant(it.temperature)),
          element('td', { class: 'number' }, percent(it.copiedLines)),
          element('td', { class: 'number' }, percent(it.copiedStretches)),
          element('td', {}, `${count(it.longestCopy)} characters: `, element('span', { class: 'generated' }, it.longestCopiedText)),
        ),
      ),
    ),
  ];
}
