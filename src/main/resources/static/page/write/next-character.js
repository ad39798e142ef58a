/** The distribution over the next character, redrawn as the settings change. */

import { isAbort, postJson } from '../api.js';
import { element, replaceChildren } from '../element.js';
import { percent, visible } from '../figures.js';
import { spoken } from '../text/alternatives.js';
import { truncated } from './truncation.js';

const MOST = 100;
const SHOWN = 12;
const PAUSE = 250;

/**
 * @returns `{node, ask(request), redraw(settings), destroy()}`: `ask` with what has the model and the prompt, `redraw`
 *     with the settings of the sampler
 */
export function nextCharacter() {
  let characters = [];
  let settings = {};
  let asking = null;
  let timer = 0;
  let asked = {};
  const list = element('ol', { class: 'distribution' });
  const summary = element('p', { class: 'hint' });
  const key = element('p', { class: 'hint' }, 'Wide bars: how often each is drawn with these settings. Narrow bars: what the model itself says.');
  const node = element('div', { class: 'stack' }, key, list, summary);
  return {
    node,
    ask(request) {
      if (request.model === asked.model && request.prompt === asked.prompt) {
        return;
      }
      asked = request;
      clearTimeout(timer);
      timer = setTimeout(() => fetchDistribution(request), PAUSE);
    },
    redraw(next) {
      settings = next;
      draw();
    },
    destroy() {
      clearTimeout(timer);
      asking?.abort();
    },
  };

  async function fetchDistribution(request) {
    asking?.abort();
    asking = new AbortController();
    const json = { ...request, maxLength: 1, n: 1, seed: 0, topP: 1, logprobs: MOST };
    try {
      const answer = await postJson('/complete', json, { signal: asking.signal });
      characters = answer.completions[0].logprobs?.[0]?.top ?? [];
      draw();
    } catch (error) {
      if (!isAbort(error)) {
        characters = [];
        draw(error.of?.('prompt') ?? error.message);
      }
    }
  }

  function draw(problem = null) {
    const all = truncated(characters, settings);
    const kept = all.filter((it) => it.share > 0);
    const known = all.reduce((sum, it) => sum + it.own, 0);
    replaceChildren(list, all.slice(0, SHOWN).map(row));
    replaceChildren(
      summary,
      problem ??
        (all.length === 0
          ? ''
          : `${kept.length} of ${all.length === MOST ? `${MOST} or more` : all.length} characters can be drawn; to the model they have ${percent(kept.reduce((sum, it) => sum + it.own, 0) / Math.max(1, known))} of the probability.`),
    );
  }
}

function row({ character, own, share }) {
  const bars = element(
    'span',
    { class: 'distribution-bars', 'aria-hidden': 'true' },
    bar('share', share),
    bar('own', own),
  );
  return element(
    'li',
    { class: share > 0 ? null : 'left-out' },
    element('span', { class: 'distribution-sign', 'aria-hidden': 'true' }, visible(character)),
    element('span', { class: 'visually-hidden' }, spoken(character)),
    bars,
    element('span', { class: 'distribution-share' }, share > 0 ? percent(share, share < 0.1 ? 1 : 0) : 'left out'),
  );
}

function bar(kind, value) {
  const made = element('span', { class: `distribution-${kind}` });
  made.style.setProperty('--share', `${100 * value}%`);
  return made;
}
