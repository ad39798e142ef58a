/** The parts that views are made of. */

import { element } from './element.js';

/** A part of a view, under a heading of its own. */
export function panel(title, ...contents) {
  return element('section', { class: 'panel' }, element('h2', {}, title), contents);
}

/** Figures with what they mean: `[meaning, value, remark]` each; those without a value are left out. */
export function figureList(entries) {
  return element(
    'dl',
    { class: 'figures' },
    entries
      .filter((it) => it && it[1] !== null && it[1] !== undefined)
      .map(([meaning, value, remark]) =>
        element('div', {}, element('dt', {}, meaning), element('dd', {}, value, remark && element('small', {}, ` ${remark}`))),
      ),
  );
}

/** Facts with their names, one a line: `[name, value]` each; those without a value are left out. */
export function factList(entries) {
  return element(
    'dl',
    { class: 'fact-list' },
    entries
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, String(value)))),
  );
}

/** A table that is scrolled sideways where it is too wide. */
export function table(caption, headings, rows) {
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, caption),
      element(
        'thead',
        {},
        element('tr', {}, headings.map(([text, kind]) => element('th', { scope: 'col', class: kind }, text))),
      ),
      element('tbody', {}, rows),
    ),
  );
}
