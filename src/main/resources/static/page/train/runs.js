/** The jobs of the service, the latest first, as they go on. */

import { getJson } from '../api.js';
import { element, replaceChildren } from '../element.js';
import { age, duration, loss, percent } from '../figures.js';
import { errorBox } from '../notice.js';
import { panel } from '../panel.js';
import { poll } from '../poll.js';
import { go, link } from '../router.js';
import { statusTag } from './statuses.js';

const PAGE = 50;
const EVERY = 2000;
const MOST_COMPARED = 8;

/**
 * @param onJobs called with the jobs whenever they have been read
 * @returns `{node, destroy()}`
 */
export function runList(onJobs) {
  let limit = PAGE;
  const rows = new Map();
  const chosen = new Set();
  const list = element('ul', { class: 'runs' });
  const compare = element('button', { type: 'button', hidden: true, onclick: compareChosen }, 'Compare');
  const more = element('button', { type: 'button', class: 'quiet', hidden: true, onclick: showMore }, 'Show more');
  const trouble = element('div');
  const node = panel('Trainings', trouble, list, element('div', { class: 'actions' }, compare, more));
  node.hidden = true;

  const polling = poll(EVERY, async (signal) => {
    const { jobs, next } = await getJson('/jobs', { query: { limit }, signal, byItself: true });
    replaceChildren(trouble);
    const focused = document.activeElement === more;
    more.hidden = !next || limit >= 1000;
    node.hidden = jobs.length === 0;
    show(jobs);
    if (focused && more.hidden) {
      list.lastElementChild?.querySelector('a').focus(); // there is no more to be shown
    }
    onJobs(jobs);
  }, (error) => {
    node.hidden = false;
    replaceChildren(trouble, errorBox(error));
  });

  function show(jobs) {
    const present = new Set(jobs.map((it) => it.id));
    [...rows.keys()].filter((id) => !present.has(id)).forEach((id) => {
      rows.get(id).node.remove();
      rows.delete(id);
      choose(id, false);
    });
    jobs.forEach((job, i) => {
      if (!rows.has(job.id)) {
        rows.set(job.id, runRow(job, (isChosen) => choose(job.id, isChosen)));
      }
      const row = rows.get(job.id);
      row.show(job);
      if (list.children[i] !== row.node) {
        list.insertBefore(row.node, list.children[i] ?? null);
      }
    });
  }

  function choose(id, isChosen) {
    if (isChosen) {
      chosen.add(id);
    } else {
      chosen.delete(id);
    }
    compare.hidden = chosen.size < 2;
    compare.disabled = chosen.size > MOST_COMPARED;
    compare.textContent = compare.disabled ? `Compare ${MOST_COMPARED} trainings at most` : `Compare ${chosen.size} trainings`;
  }

  function compareChosen() {
    const [first, ...others] = chosen;
    go('train', [first], { with: others.join(',') });
  }

  function showMore() {
    limit = Math.min(1000, limit * 2);
    polling.now();
  }

  return { node, destroy: polling.stop };
}

function runRow(job, onChosen) {
  const status = element('span');
  const bar = element('progress', { max: 1, 'aria-label': `Progress of ${job.model}` });
  const figures = element('span', { class: 'hint' });
  const node = element(
    'li',
    { class: 'run' },
    element('input', {
      type: 'checkbox',
      'aria-label': `Compare the training of ${job.model} of ${age(job.createdAt)}`,
      onchange: (event) => onChosen(event.target.checked),
    }),
    element('a', { href: link('train', [job.id]), class: 'run-name' }, job.model),
    status,
    bar,
    figures,
  );
  let shown = '';
  return {
    node,
    /** Touches the page only where something has changed. */
    show(now) {
      const text = JSON.stringify([now.status, now.progress.fraction, age(now.createdAt)]);
      if (text !== shown) {
        shown = text;
        replaceChildren(status, statusTag(now.status));
        bar.value = now.progress.fraction;
        figures.textContent = describe(now);
      }
    },
  };
}

function describe({ status, progress, createdAt }) {
  const parts = [age(createdAt)];
  if (progress.validationLoss !== null || progress.trainLoss !== null) {
    parts.push(`loss ${loss(progress.bestValidationLoss ?? progress.trainLoss)}`);
  }
  if (status === 'running') {
    parts.push(percent(progress.fraction), `${duration(progress.etaSeconds)} to go`);
  }
  return parts.join(' · ');
}
