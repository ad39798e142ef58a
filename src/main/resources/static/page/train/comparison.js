/** Other runs that are laid over the one that is shown. */

import { getJson } from '../api.js';
import { element, replaceChildren } from '../element.js';
import { age } from '../figures.js';
import { load } from '../load.js';
import { attempt } from '../notice.js';
import { poll } from '../poll.js';
import { setParams } from '../router.js';
import { isOver, statusText } from './statuses.js';

const EVERY = 3000;
/** As many as there are colours to tell them apart. */
const MOST = 7;

/**
 * @param own the id of the job that is shown
 * @param chosen the ids of those that are compared with it to begin with
 * @param onChange called when there is something new to draw
 * @returns `{node, jobs(), destroy()}`
 */
export function comparison(own, chosen, onChange) {
  let ids = chosen.slice(0, MOST);
  const jobs = new Map();
  const list = element('div', { class: 'compare-list' });
  const node = element(
    'details',
    { class: 'compare', open: ids.length > 0, ontoggle: () => node.open && attempt(fill) },
    element('summary', {}, 'Compare with other trainings'),
    list,
  );
  const polling = poll(EVERY, async (signal) => {
    for (const id of ids.filter((it) => !isOver(jobs.get(it)?.status))) {
      try {
        jobs.set(id, await getJson(`/jobs/${encodeURIComponent(id)}`, { signal, byItself: true }));
      } catch (error) {
        if (error.status !== 404) {
          throw error;
        }
        leaveOut(id);
      }
      onChange();
    }
  }, () => {}); // what keeps the job itself from being read says so

  async function fill() {
    const { jobs: all } = await load(() => getJson('/jobs', { query: { limit: 50 } }));
    const others = all.filter((it) => it.id !== own);
    replaceChildren(
      list,
      others.length === 0
        ? element('p', { class: 'hint' }, 'There is no other training yet.')
        : others.map((it) =>
            element(
              'label',
              { class: 'check' },
              element('input', {
                type: 'checkbox', value: it.id, checked: ids.includes(it.id),
                onchange: (event) => toggle(it.id, event.target.checked),
              }),
              element('span', {}, it.model, ' ', element('span', { class: 'hint' }, `${statusText(it.status)}, ${age(it.createdAt)}`)),
            ),
          ),
    );
  }

  function toggle(id, on) {
    choose(on ? [...ids, id].slice(-MOST) : ids.filter((it) => it !== id));
    list.querySelectorAll('input').forEach((input) => {
      input.checked = ids.includes(input.value);
    });
  }

  /** A job that has been forgotten is nothing to compare with. */
  function leaveOut(id) {
    ids = ids.filter((it) => it !== id);
    setParams({ with: ids.join(',') });
  }

  function choose(next) {
    ids = next;
    setParams({ with: ids.join(',') });
    onChange();
    polling.now();
  }

  return {
    node,
    jobs: () => ids.map((id) => jobs.get(id)).filter(Boolean),
    destroy: polling.stop,
  };
}
