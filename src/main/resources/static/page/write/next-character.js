/** The distribution over the next character, redrawn as the settings change. */

import { isAbort, postJson } from '../api.js';
import { element, replaceChildren } from '../element.js';
import { percent, visible } from '../figures.js';
import { load } from '../load.js';
import { spoken } from '../text/alternatives.js';
import { truncated } from './truncation.js';

const MOST = 100;
const SHOWN = 12;
const PAUSE = 250;

/**
 * @param signal ends the asking
 * @returns `{node, ask(request, lines), redraw(settings)}`: `ask` with what has the model and the prompt, and whether the
 *     model writes lines; `redraw` with the settings of the sampler
 */
export function nextCharacter(signal) {
  let characters = [];
  let settings = {};
  let asking = new AbortController();
  let timer = 0;
  let asked = {};
  const list = element('ol', { class: 'distribution' });
  const summary = element('p', { class: 'hint' });
  const key = element('p', { class: 'hint' }, 'Wide bars: how often each is drawn with these settings. Narrow bars: what the model itself says.');
  const node = element('div', { class: 'stack' }, key, list, summary);
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    node,
    ask(request, lines) {
      if (request.model === asked.model && request.prompt === asked.prompt) {
        return;
      }
      asked = request;
      clearTimeout(timer);
      timer = setTimeout(() => fetchDistribution(request, lines), PAUSE);
    },
    redraw(next) {
      settings = next;
      draw();
    },
  };

  async function fetchDistribution(request, lines) {
    asking.abort();
    asking = new AbortController();
    const mine = AbortSignal.any([signal, asking.signal]);
    // A line that ends at once has no character whose alternatives would be told. What is banned only keeps it from
    // being drawn: the probabilities are those of the model.
    const banned = lines ? { bannedCharacters: '\n' } : {};
    const json = { ...request, ...banned, maxLength: 1, n: 1, seed: 0, topP: 1, logprobs: MOST };
    try {
      const answer = await load(() => postJson('/complete', json, { signal: mine, byItself: true }), mine);
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
          : `${kept.length} of ${all.length === MOST ? `${MOST} or more` : all.length} characters can be drawn; to the model they have ${percent(kept.reduce((sum, it) => sum + it.own, 0) / Math.max(1, known))} of the probability.${all.length === MOST ? ' How often is counted among those.' : ''}`),
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
